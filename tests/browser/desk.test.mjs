// desk.test.mjs - an agent's day: logging in, looking around, answering.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, logIn, newPage, numberOf, openTicket, strangers, waitFor, api, world } from './world.mjs';

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

test('nothing was fetched from elsewhere, and the page had nothing to complain about', () => {
	assert.deepEqual(strangers(page), []);
	assert.deepEqual(page.trouble, []);
});
