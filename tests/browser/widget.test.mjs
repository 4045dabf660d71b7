// widget.test.mjs - a customer asks for help on a page of the platform: reading, searching, writing, looking again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { api, launch, waitFor, world } from './world.mjs';
import { hostPage, openContact, openHelp, panel, widget } from './widget_page.mjs';

const MOST_BYTES = 20 * 1024;

let browser;
const articles = {};

async function publish(name, fields) {
	articles[name] = await api('POST', 'support/kb/articles', { category: 'invoicing', is_published: true, language: 'en', ...fields });
}

before(async () => {
	await publish('void', { title: 'Void an invoice', summary: 'When a wrong invoice was sent', module_tag: 'invoices', context_urls: ['/invoices'],
		body_markdown: `## Steps\n\n1. Open the invoice.\n2. Choose **Void**.\n\nSee [how to send it again](${world.url}/help/articles/resend-an-invoice).` });
	await publish('resend', { title: 'Resend an invoice', slug: 'resend-an-invoice', body_markdown: 'Choose **Send again** in the menu.' });
	await publish('anular', { title: 'Anular una factura', language: 'es', module_tag: 'invoices', context_urls: ['/invoices'],
		body_markdown: 'Abre la factura y elige **Anular**.' });
	browser = await launch();
	await waitFor(async () => (await api('GET', 'support/kb/articles?q=void+invoice')).items.length, 'the index');
});
after(() => browser.close());

async function withPage(options, work) {
	const page = await hostPage(browser, options);
	try {
		await work(page);
		assert.deepEqual(page.trouble, []);
	} finally {
		await page.context().close();
	}
}

test('all JavaScript that the page loads of us is small, and comes as one file', () => withPage({}, async page => {
	await openHelp(page);
	const loaded = page.requested.filter(url => url.startsWith(`${world.url}/widget/`));
	let bytes = 0;
	for (const url of new Set(loaded))
		bytes += gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer()), { level: 9 }).length;
	console.log(`widget: ${bytes} bytes of gzipped JavaScript, at most ${MOST_BYTES}`);
	assert.equal(new Set(loaded).size, 1);
	assert.ok(bytes > 1000 && bytes <= MOST_BYTES, `${bytes} bytes`);
}));

test('it sets no cookie, and sends no token in a URL', () => withPage({}, async page => {
	await openHelp(page);
	await panel(page).getByText('Void an invoice').waitFor();
	assert.deepEqual(await page.context().cookies(), []);
	assert.ok(page.requested.every(url => !url.includes(world.people.dana.token)));
}));

test('the articles for this page are there, and one of them reads well and takes a vote', () => withPage({}, async page => {
	await openHelp(page);
	await panel(page).getByRole('button', { name: /^Void an invoice/ }).click();
	await panel(page).getByRole('heading', { name: 'Void an invoice' }).waitFor();
	assert.equal(await widget(page).locator('.prose ol li').count(), 2);
	await widget(page).locator('.prose a').click();	// another article: it opens in here
	await panel(page).getByRole('heading', { name: 'Resend an invoice' }).waitFor();
	await panel(page).getByRole('button', { name: 'Back' }).click();
	await panel(page).getByRole('heading', { name: 'Void an invoice' }).waitFor();
	await panel(page).getByRole('button', { name: 'Yes' }).click();
	await panel(page).getByText('Good to know').first().waitFor();
	await waitFor(async () => (await api('GET', `support/kb/articles/${articles.void.slug}`)).helpful_count === 1, 'the vote');
}));

test('a question finds its article, with the passage that answers; what nobody wrote about leads to us', () => withPage({}, async page => {
	await openHelp(page);
	await panel(page).getByRole('searchbox').fill('how do I resend an invoice?');
	await page.keyboard.press('Enter');
	await panel(page).getByRole('button', { name: /^Resend an invoice/ }).waitFor();
	assert.ok(await widget(page).locator('.results mark').count() > 0);
	await panel(page).getByRole('searchbox').fill('zzqqx');
	await page.keyboard.press('Enter');
	await panel(page).getByRole('button', { name: 'Ask us' }).waitFor();
}));

test('a ticket is promised an answer before it is sent, and brings along page, browser and files', () => withPage({}, async page => {
	await openContact(page);
	await panel(page).getByText('On the plan Enterprise we answer within 4 hours').waitFor();
	await panel(page).getByLabel('How bad').selectOption('P1');
	await panel(page).getByText('within 15 minutes').waitFor();
	await panel(page).getByLabel('How bad').selectOption('P2');
	await panel(page).getByRole('button', { name: 'Send' }).click();
	await panel(page).getByRole('alert').getByText('“Subject”').waitFor();
	await panel(page).getByLabel('Subject').fill('Sums are wrong');
	await panel(page).getByLabel('What happened').fill('Invoice 2041 adds up to nothing.');
	await widget(page).locator('input[type=file]').setInputFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('a plan') });
	await panel(page).getByRole('button', { name: 'Remove plan.txt' }).waitFor();
	await panel(page).getByLabel('What happened').evaluate(area => {	// a screenshot, as the clipboard has it
		const data = new DataTransfer();
		data.items.add(new File([Uint8Array.from([137, 80, 78, 71])], 'image.png', { type: 'image/png' }));
		area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
	});
	await panel(page).getByRole('button', { name: 'Remove screenshot.png' }).waitFor();
	await panel(page).getByRole('button', { name: 'Send' }).click();
	await panel(page).getByText(/Your number is #\d+/).first().waitFor();
	const number = /#(\d+)/.exec(await widget(page).locator('.good').textContent())[1];
	const ticket = await api('GET', `support/tickets/${number}`);
	assert.equal(ticket.severity, 'P2');
	assert.equal(ticket.source, 'in_app');
	assert.match(ticket.context_url, /\/invoices\?as=dana/);
	assert.equal(ticket.context_metadata.module, 'invoices');
	assert.match(ticket.context_metadata.browser, /Chrome/);
	assert.deepEqual(ticket.messages[0].attachments.map(file => file.filename).sort(), ['plan.txt', 'screenshot.png']);
}));

test('my tickets shows the answer, and takes another word', () => withPage({}, async page => {
	const { items: [ticket] } = await api('GET', 'support/tickets?limit=1');
	await api('POST', `support/tickets/${ticket.id}/messages`, { body: 'It was a rounding error.\nPlease look again.', undo_seconds: 0 });
	await openHelp(page);
	await panel(page).getByRole('button', { name: /^My tickets/ }).click();
	await panel(page).getByRole('button', { name: /^Sums are wrong/ }).click();
	await panel(page).getByText('It was a rounding error.').waitFor();
	await panel(page).getByLabel('Your message').fill('It is right now.');
	await panel(page).getByRole('button', { name: 'Send' }).click();
	await panel(page).getByText('It is right now.').waitFor();
	const { messages } = await api('GET', `support/tickets/${ticket.number}`);
	assert.equal(messages.at(-1).body, 'It is right now.');
	assert.equal(messages.filter(one => one.body === 'It is right now.').length, 1);
}));

test('whoever speaks Spanish is spoken to in Spanish', () => withPage({ as: 'lucia' }, async page => {
	await openHelp(page);
	await panel(page).getByText('Hola, Lucía').waitFor();
	await panel(page).getByRole('button', { name: /^Anular una factura/ }).click();
	await panel(page).getByText('¿Te sirvió?').waitFor();
}));

test('the smallest plan is told what it has and what a larger one brings', () => withPage({ as: 'al' }, async page => {
	await openHelp(page);
	await panel(page).getByText('Your plan: Free, with mail. Professional brings chat.').waitFor();
}));

test('with the keyboard alone: in, around, and out again', () => withPage({}, async page => {
	const active = () => page.evaluate(() => {
		const inside = document.activeElement.shadowRoot && document.activeElement.shadowRoot.activeElement;
		return inside ? `${inside.className || inside.id}` : document.activeElement.tagName;
	});
	await page.locator('supportd-widget button.launcher').focus();
	await page.keyboard.press('Enter');
	assert.equal(await active(), 'search');
	await panel(page).getByText('Void an invoice').waitFor();
	const seen = new Set();
	for (let i = 0; i < 25; i++) {
		await page.keyboard.press('Tab');
		seen.add(await active());
		assert.notEqual(await active(), 'launcher');
		assert.notEqual(await active(), 'BODY');
	}
	assert.ok(seen.has('search') && seen.has('row') && seen.has('icon'), [...seen].join());
	await page.keyboard.press('Escape');
	await panel(page).waitFor({ state: 'hidden' });
	assert.equal(await active(), 'launcher');
}));

test('a server that cannot be reached, or says no, is answered with what to do', async () => {
	const page = await hostPage(browser);
	await page.route('**/api/v1/support/tickets*', route => route.abort());
	await openHelp(page);
	await panel(page).getByRole('button', { name: /^My tickets/ }).click();
	await panel(page).getByRole('alert').getByText('We cannot be reached').waitFor();
	await page.unroute('**/api/v1/support/tickets*');
	await panel(page).getByRole('button', { name: 'Try again' }).click();
	await panel(page).getByRole('button', { name: /^Sums are wrong/ }).waitFor();
	await page.evaluate(() => window.supportd.identify('aaaa.bbbb.cccc'));
	await panel(page).getByRole('button', { name: /^My tickets/ }).click();
	await panel(page).getByRole('alert').getByText('Your session has ended').waitFor();
	await page.context().close();
});
