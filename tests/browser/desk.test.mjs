// desk.test.mjs - an agent's day: logging in, looking around, answering.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { api, ask, goTo, launch, logIn, newPage, numberOf, openTicket, sendMail, waitFor, world } from './world.mjs';

let browser, page;

before(async () => {
	browser = await launch();
	page = await newPage(browser);
});
after(() => browser.close());

test('a wrong password is answered with what to do', async () => {
	await page.goto(`${world.url}/console/`);
	await page.locator('input[name=email]').fill(world.login);
	await page.locator('input[name=password]').fill('wrong');
	await page.locator('.login-card button').click();
	await page.getByRole('alert').getByText('do not fit together').waitFor();
	page.trouble.length = 0;	// the browser itself notes the 401
});

test('an agent logs in, and the token stands in no URL and no cookie', async () => {
	await logIn(page);
	await page.locator('.ticket-row').first().waitFor();
	assert.ok(page.requested.every(url => !/token|sup_/.test(url)));
	assert.deepEqual(await page.context().cookies(), []);
	assert.equal(await page.evaluate(() => localStorage.getItem('supportd.session')), null);
});

test('the list shows who waits, and narrows down', async () => {
	const all = await page.locator('.ticket-row').count();
	assert.ok(all >= 11, `${all} tickets`);
	await page.keyboard.press('/');
	await page.keyboard.type('facturas');
	await waitFor(async () => await page.locator('.ticket-row').count() === 1, 'one ticket');
	await page.locator('#words').fill('');
});

test('a reply goes out, can be taken back while it waits, and then says that it was sent', async () => {
	const number = await numberOf('How do I add a crew member?');
	await openTicket(page, number);
	await page.locator('main').focus();
	await page.keyboard.press('r');
	await page.keyboard.type('Open Team and press the plus.');
	await page.keyboard.press('Control+Enter');
	await page.locator('.delivery.waiting').waitFor();
	await page.locator('.deliveries').getByRole('button', { name: 'Undo' }).click();
	await waitFor(async () => await page.locator('#writing').inputValue() === 'Open Team and press the plus.', 'the text in the draft');
	await page.getByRole('button', { name: 'Send', exact: true }).click();
	await page.locator('.delivery.sent').last().waitFor();
	const { messages } = await api('GET', `support/tickets/${number}`);
	assert.equal(messages.filter(one => one.delivery_state === 'sent').length, 1);
	assert.equal(messages.filter(one => one.delivery_state === 'cancelled').length, 1);
});

test('the keyboard walks through the list and says what it can do', async () => {
	await goTo(page, '#/all');
	await page.locator('.ticket-row').first().waitFor();
	await page.locator('main').focus();
	await page.keyboard.press('j');
	await page.locator('.ticket-head').waitFor();
	const first = await page.evaluate(() => location.hash);
	await page.keyboard.press('j');
	await page.waitForFunction(before => location.hash !== before, first);
	await page.keyboard.press('k');
	await page.waitForFunction(before => location.hash === before, first);
	await page.locator('.message').first().waitFor();
	await page.keyboard.press('?');
	await page.getByRole('dialog').getByText('Next ticket').waitFor();
	await page.keyboard.press('Escape');
	await waitFor(async () => await page.getByRole('dialog').count() === 0, 'the sheet to close');
});

test('what was written is still there after a reload', async () => {
	const number = await numberOf('Can I export everything to Excel?');
	await openTicket(page, number);
	await page.locator('#writing').fill('One file per project');
	await waitFor(() => page.evaluate(() => Object.keys(localStorage).some(key => key.startsWith('supportd.draft.'))), 'the draft');
	await page.reload();
	await page.locator('.message').first().waitFor();
	assert.equal(await page.locator('#writing').inputValue(), 'One file per project');
	await page.locator('#writing').fill('');
});

test('a note is for agents only', async () => {
	const number = await numberOf('Estimate template lost its logo');
	await openTicket(page, number);
	await page.locator('main').focus();
	await page.keyboard.press('n');
	await page.keyboard.type('They used the old template.');
	await page.getByRole('button', { name: 'Save note' }).click();
	await page.locator('.message.internal').getByText('They used the old template.').waitFor();
	const { messages } = await api('GET', `support/tickets/${number}`);
	assert.equal(messages.at(-1).is_internal, true);
});

test('owner, status, severity and category are set where they stand', async () => {
	const number = await numberOf('QuickBooks sync stopped on Friday');
	await openTicket(page, number);
	await page.getByRole('button', { name: 'Take it' }).click();
	await page.locator('#severity').selectOption('P2');
	await page.locator('#category').selectOption('integrations');
	await page.locator('#status').selectOption('in_progress');
	const found = await waitFor(async () => {
		const now = await api('GET', `support/tickets/${number}`);
		return now.status === 'in_progress' && now.severity === 'P2' && now.category === 'integrations' && now.assignee_name === 'Rosa Medina' && now;
	}, 'all four');
	assert.ok(found);
	await goTo(page, '#/mine');
	await page.locator('.ticket-row', { hasText: 'QuickBooks' }).waitFor();
});

test('what a colleague changed meanwhile is not overwritten', async () => {
	const number = await numberOf('QuickBooks sync stopped on Friday');
	await openTicket(page, number);
	await page.route(`**/support/tickets/${number}`, async route => {
		if (route.request().method() !== 'PATCH') return route.continue();
		await api('PATCH', `support/tickets/${number}`, { severity: 'P1' });
		return route.continue();
	});
	await page.locator('#severity').selectOption('P4');
	await page.getByRole('alert').getByText('changed this ticket meanwhile').first().waitFor();
	await page.unroute(`**/support/tickets/${number}`);
	await waitFor(async () => await page.locator('#severity').inputValue() === 'P1', 'what is true now');
	page.trouble.length = 0;	// the browser itself notes the 412
});

test('a newer message is read before an answer goes over it', async () => {
	const number = await numberOf('La app no sincroniza en la obra');
	await openTicket(page, number);
	await page.locator('#writing').fill('Mira en Ajustes.');
	await api('POST', `support/tickets/${number}/messages`, { body: 'I have this one already.' });
	await page.getByRole('button', { name: 'Send', exact: true }).click();
	const dialog = page.getByRole('dialog', { name: 'There is a newer message' });
	await dialog.getByText('I have this one already.').waitFor();
	await dialog.getByRole('button', { name: 'Read it first' }).click();
	assert.equal(await page.locator('#writing').inputValue(), 'Mira en Ajustes.');
	const { messages } = await api('GET', `support/tickets/${number}`);
	assert.equal(messages.filter(one => one.body === 'Mira en Ajustes.').length, 0);
	await page.locator('#writing').fill('');
});

test('a customer’s answer appears by itself', async () => {
	const number = await numberOf('Permiso de solo lectura para un arquitecto');
	await openTicket(page, number);
	await sendMail('Ana Torres <ana@casaverde.example>', [`Subject: Re: [#${number}] Permiso de solo lectura para un arquitecto`], 'Gracias, ya lo vi.');
	await page.locator('.message', { hasText: 'Gracias, ya lo vi.' }).waitFor({ timeout: 15000 });
});

test('files are attached by choice, paste and drop, and can be saved again', async () => {
	const number = await numberOf('Charged twice for June');
	await openTicket(page, number);
	await page.locator('.composer input[type=file]').setInputFiles({ name: 'first.txt', mimeType: 'text/plain', buffer: Buffer.from('one') });
	for (const kind of ['paste', 'drop']) {
		await page.locator('#writing').evaluate((field, what) => {
			const transfer = new DataTransfer();
			transfer.items.add(new File([what], `${what}.txt`, { type: 'text/plain' }));
			field.dispatchEvent(what === 'paste' ? new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true })
				: new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
		}, kind);
	}
	await waitFor(async () => await page.locator('.composer .file[aria-busy=false]').count() === 3, 'three files');
	await page.locator('#writing').fill('Here they are.');
	await page.getByRole('button', { name: 'Send', exact: true }).click();
	const file = page.locator('.message button.file', { hasText: 'drop.txt' });
	await file.waitFor();
	const [download] = await Promise.all([page.waitForEvent('download'), file.click()]);
	assert.equal(readFileSync(await download.path(), 'utf8'), 'drop');
	assert.equal(download.suggestedFilename(), 'drop.txt');
});

test('presence is switched', async () => {
	await page.locator('.presence').click();
	await page.getByText('Not taking work').waitFor();
	const { items } = await api('GET', 'admin/agents');
	assert.equal(items.find(agent => agent.email === world.login).is_available, false);
	await page.locator('.presence').click();
	await page.getByText('Available', { exact: true }).waitFor();
});

test('without the server it says so, and comes back by itself', async () => {
	await page.context().setOffline(true);
	await page.getByText('The server cannot be reached').first().waitFor({ timeout: 15000 });
	await page.context().setOffline(false);
	await page.locator('main .banner').waitFor({ state: 'detached', timeout: 20000 });
	page.trouble.length = 0;	// the browser itself notes what it could not fetch
});

test('it speaks Spanish', async () => {
	await page.locator('.side .language select').selectOption('es');
	await page.getByText('Sin asignar').first().waitFor();
	assert.equal(await page.evaluate(() => document.documentElement.lang), 'es');
	await page.locator('.side .language select').selectOption('en');
});

test('nothing was fetched from elsewhere, and the page had nothing to complain about', () => {
	assert.deepEqual(page.left, []);
	assert.deepEqual(page.trouble, []);
});

test('after logging out the token holds no more', async () => {
	const { token } = await page.evaluate(() => JSON.parse(sessionStorage.getItem('supportd.session')));
	await page.getByRole('button', { name: 'Log out' }).click();
	await page.locator('.login-card').waitFor();
	assert.equal(await page.evaluate(() => sessionStorage.getItem('supportd.session')), null);
	await waitFor(async () => (await ask('GET', 'agent/session', { token })).status === 401, 'the end of what was remembered of the token');
});
