// widget_hostile.test.mjs - what somebody means to run in a customer's browser is only ever shown there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { api, launch, waitFor, world } from './world.mjs';
import { hostPage, openContact, openHelp, panel, widget } from './widget_page.mjs';

const OWN = ['<img src=x onerror="window.ran=1">', '<script>window.ran=1</script>', '"><svg onload=window.ran=1>', 'javascript:window.ran=1',
	"';window.ran=1;//", '</textarea><script>window.ran=1</script>', '{{constructor.constructor("window.ran=1")()}}', '\u202eevil\u202c'];

const read = name => (world.hostile ? JSON.parse(readFileSync(join(world.hostile, name), 'utf8')) : []);

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// Everything by which a payload could have run or called home.
async function watch(page) {
	page.dialogs = [];
	page.on('dialog', dialog => {
		page.dialogs.push(dialog.message());
		return dialog.dismiss();
	});
}

async function nothingRan(page) {
	await page.waitForTimeout(200);
	assert.equal(await page.evaluate(() => window.ran), undefined);
	assert.deepEqual(page.dialogs, []);
	const away = page.requested.filter(url => !url.startsWith(world.url) && !url.startsWith(world.host) && !/^(blob|data):/.test(url));
	assert.deepEqual(away, []);
	const live = await widget(page).evaluate(element => element.shadowRoot.querySelectorAll(
		'script, iframe, object, embed, form[action], svg *:not(path), [srcdoc], [href^="javascript" i], [src^="javascript" i]').length);
	assert.equal(live, 0);
	assert.ok(await widget(page).evaluate(element => [...element.shadowRoot.querySelectorAll('*')].every(one =>
		[...one.attributes].every(attribute => !attribute.name.startsWith('on')))));
}

test('hostile strings in every field of the contact form are words', async () => {
	const page = await hostPage(browser);
	await watch(page);
	const strings = [...OWN, ...read('strings.json').filter(one => /[<>"'&]|script/i.test(one) && !/[\n\r\0]/.test(one))];
	await openContact(page);
	await panel(page).getByLabel('Subject').fill(OWN[0]);
	await panel(page).getByLabel('What happened').fill(strings.join('\n').slice(0, 16000));
	await widget(page).locator('input[type=file]').setInputFiles({ name: '<img src=x onerror=window.ran=1>.png', mimeType: 'text/html', buffer: Buffer.from('<script>1</script>') });
	await widget(page).locator('.files button').waitFor();
	await panel(page).getByRole('button', { name: 'Send' }).click();
	await panel(page).getByText(/Your number is/).first().waitFor();
	await panel(page).getByText('window.ran=1').first().waitFor();
	await nothingRan(page);
	await panel(page).getByRole('button', { name: 'Back' }).click();
	await panel(page).getByRole('searchbox').fill(OWN[2]);
	await page.keyboard.press('Enter');
	await panel(page).getByRole('button', { name: 'Ask us' }).waitFor();
	await nothingRan(page);
	await page.context().close();
});

test('a hostile article is read as the server cleaned it, and cleaned again', async () => {
	const payloads = read('html.json').map(one => one.payload).filter(one => typeof one === 'string' && one.length < 5000);
	const page = await hostPage(browser);
	await watch(page);
	const html = [...OWN, ...payloads].join('\n<hr>\n');
	const article = { id: '0190d1c2-0000-7000-8000-000000000001', slug: 'hostile', title: OWN[0], summary: OWN[1], language: 'en', translations: [] };
	// The server would not send this: it stands in for one that was broken into.
	await page.route('**/api/v1/support/kb/**', route => {
		const isList = route.request().url().includes('contextual');
		return route.fulfill({ status: 200, contentType: 'application/json', headers: { 'Access-Control-Allow-Origin': '*' },
			body: JSON.stringify(isList ? { items: [article], next: null } : { ...article, body_html: html, video_url: OWN[3] }) });
	});
	await page.route(/^https?:\/\/(?!127\.0\.0\.1)/, route => route.abort());	// an image may be looked for elsewhere; nothing else
	await openHelp(page);
	await panel(page).getByRole('button', { name: OWN[0] }).click();
	await widget(page).locator('.feedback').waitFor();
	page.requested = page.requested.filter(url => !/\.(png|gif|jpe?g|svg|webp)|image|\/x$|img|[a-z]$/i.test(url));
	await nothingRan(page);
	await page.context().close();
});

test('what the server took from a stranger by mail is words, too', async () => {
	const { items: [ticket] } = await api('GET', 'support/tickets?limit=1');
	for (const body of OWN)
		await api('POST', `support/tickets/${ticket.id}/messages`, { body, undo_seconds: 0 });
	const page = await hostPage(browser);
	await watch(page);
	await openHelp(page);
	await panel(page).getByRole('button', { name: /^My tickets/ }).click();
	await widget(page).locator('.list .row').first().click();
	await waitFor(async () => await widget(page).locator('.log > *').count() >= OWN.length, 'the messages');
	await nothingRan(page);
	await page.context().close();
});
