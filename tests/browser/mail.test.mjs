// mail.test.mjs - what mail brings: formatting, images, quotes, strangers; and tickets that are one, or two.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { api, goTo, launch, logIn, newPage, numberOf, openTicket, sendMail, waitFor, world } from './world.mjs';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const LOGO = 'https://images.elsewhere.example/logo.png';

const subjectNow = async subject => (await waitFor(() => numberOf(subject).catch(() => null), `the ticket “${subject}”`));

let browser, page;

before(async () => {
	browser = await launch();
	page = await newPage(browser);
	await logIn(page);
});
after(() => browser.close());

test('an HTML mail shows its own images at once, and those from elsewhere after a click', async () => {
	await sendMail('Sam Okafor <sam@northridge.example>', ['Subject: With pictures', 'Content-Type: multipart/related; boundary="b"'],
		`--b\nContent-Type: text/html; charset=utf-8\n\n<p>Two of <b>them</b>:</p><img src="cid:one@x" alt="own"><img src="${LOGO}" alt="theirs">\n` +
		`--b\nContent-Type: image/png\nContent-ID: <one@x>\nContent-Disposition: inline; filename=one.png\nContent-Transfer-Encoding: base64\n\n${PIXEL}\n--b--\n`);
	await openTicket(page, await subjectNow('With pictures'));
	const mail = page.frameLocator('iframe.mail');
	await mail.locator('b', { hasText: 'them' }).waitFor();
	await waitFor(() => mail.locator('img[alt=own]').evaluate(image => image.naturalWidth === 1), 'the image of the mail');
	assert.deepEqual(page.left, []);
	await page.getByRole('button', { name: 'Load images' }).click();
	await waitFor(() => page.left.includes(LOGO), 'the image from elsewhere');
	assert.deepEqual([...new Set(page.left)], [LOGO]);
});

test('quoted text and the original are there when they are asked for', async () => {
	await sendMail('Priya Nair <priya@northridge.example>', ['Subject: About the sync'],
		'It stopped again.\n\nOn Mon, Nov 2, 2026 at 9:00 AM Support <support@buildwell.example> wrote:\n> Does it run?\n> Tell us.\n');
	await openTicket(page, await subjectNow('About the sync'));
	assert.equal(await page.getByText('Does it run?').count(), 0);
	await page.getByRole('button', { name: 'Show quoted text' }).click();
	await page.getByText('Does it run?').waitFor();
	const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Original' }).click()]);
	assert.match(readFileSync(await download.path(), 'utf8'), /^Subject: About the sync/m);
	assert.match(download.suggestedFilename(), /\.eml$/);
});

test('a stranger’s mail to somebody else’s ticket waits for a yes', async () => {
	const number = await numberOf('Charged twice for June');
	for (const text of ['Let me in.', 'And me.'])
		await sendMail('mallory@elsewhere.example', [`Subject: Re: [#${number}] Charged twice for June`], text);
	await goTo(page, '#/held');
	await waitFor(async () => await page.locator('.held-mail').count() === 2, 'two held mails');
	await page.locator('.held-mail').first().getByRole('button', { name: 'Refuse' }).click();
	await waitFor(async () => await page.locator('.held-mail').count() === 1, 'one held mail');
	await page.locator('.held-mail').getByRole('button', { name: 'Let it in' }).click();
	await page.getByText('No mail waits for your yes.').waitFor();
	const joined = await waitFor(async () => (await api('GET', `support/tickets/${number}`)).messages.filter(one => one.sender_address === 'mallory@elsewhere.example').length, 'the mail in its ticket');
	assert.equal(joined, 1);
});

test('whose ticket it is, is said once', async () => {
	const number = await numberOf('Your invoice portal');
	await openTicket(page, number, 'triage');
	await page.locator('input[list=builders]').fill('Harbor & Pine');
	await page.locator('.attention').getByRole('button', { name: 'Set' }).click();
	await page.locator('.attention').waitFor({ state: 'detached' });
	assert.equal((await api('GET', `support/tickets/${number}`)).builder_name, 'Harbor & Pine');
});

test('somebody is added to the mails, and taken out again', async () => {
	await openTicket(page, await numberOf('With pictures'));
	await page.getByPlaceholder('Mail address to add').fill('foreman@northridge.example');
	await page.getByRole('button', { name: 'Add', exact: true }).click();
	const person = page.locator('.participants li', { hasText: 'foreman@northridge.example' });
	await person.waitFor();
	await person.getByRole('button').click();
	await person.waitFor({ state: 'detached' });
});

test('two tickets become one, and two again', async () => {
	const from = await numberOf('About the sync'), into = await numberOf('QuickBooks sync stopped on Friday');
	await openTicket(page, from);
	await page.locator('main').focus();
	await page.keyboard.press('m');
	await page.getByLabel('Number of the ticket that stays').fill(String(into));
	await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click();
	await page.waitForURL(url => url.hash.endsWith(`/${into}`));
	await page.locator('.message', { hasText: 'It stopped again.' }).waitFor();
	await page.locator('.note').getByRole('button', { name: 'Undo' }).click();
	await waitFor(async () => !(await api('GET', `support/tickets/${from}`)).merged_into, 'the ticket that came back');
});

test('some messages become a ticket of their own', async () => {
	const number = await numberOf('Charged twice for June');
	await openTicket(page, number);
	await page.getByRole('button', { name: 'Split', exact: true }).click();
	await page.getByLabel('Choose the message by mallory@elsewhere.example').check();
	await page.getByPlaceholder('Subject of the new ticket').fill('Another matter');
	await page.getByRole('button', { name: 'Split off' }).click();
	await waitFor(() => numberOf('Another matter').catch(() => null), 'the new ticket');
	await page.locator('.ticket-head h2', { hasText: 'Another matter' }).waitFor();
});

test('nothing else left for elsewhere, and the page had nothing to complain about', () => {
	assert.deepEqual([...new Set(page.left)], [LOGO]);
	assert.deepEqual(page.trouble, []);
	assert.ok(world.url);
});
