// hostile.test.mjs - whatever stands in whatever field: nothing of it runs, nothing of it is fetched, and it is shown as it was written.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { api, ask, goTo, launch, logIn, newPage, openTicket, sendMail, waitFor, world } from './world.mjs';

// Of our own; the corpus, where it is there, brings hundreds more.
const MARKUP = [
	'<img src=x onerror="top.ran=1">', '<script>top.ran=2</script>', '"><svg onload=top.ran=3>', "'-top.ran=4-'", '{{constructor.constructor("top.ran=5")()}}',
	'${top.ran=6}', 'javascript:top.ran=7', '</textarea><script>top.ran=8</script>', '<iframe srcdoc="<script>top.ran=9</script>">',
	'<a href="javascript:top.ran=10">x</a>', '\u202Etxt.exe', 'x'.repeat(200), '<base href="https://evil.example/">',
];
const PAGES = [
	'<img src=x onerror="top.ran=11"><svg onload="top.ran=12"></svg>', '<script>top.ran=13</script>', '<iframe srcdoc="<script>top.ran=14</script>"></iframe>',
	'<meta http-equiv=refresh content="0;url=https://evil.example/">', '<base href="https://evil.example/"><img src="a.png">',
	'<link rel=stylesheet href="https://evil.example/a.css"><style>@import "https://evil.example/b.css"; body{background:url(https://evil.example/c)}</style>',
	'<form action="https://evil.example/"><button autofocus>go</button></form>', '<object data="https://evil.example/"></object><embed src="https://evil.example/">',
	'<img src="https://evil.example/pixel"><video poster="https://evil.example/v"><audio src="https://evil.example/a" autoplay>',
	'<a id=link href="javascript:top.ran=15">x</a>', '<math><mtext></form><form><mglyph><style></math><img src onerror=top.ran=16>',
	'<div style="position:fixed;inset:0;background:url(https://evil.example/d)">over all</div>', '<template shadowrootmode=open><script>top.ran=17</script></template>',
];
const corpus = name => (world.hostile ? JSON.parse(readFileSync(join(world.hostile, name), 'utf8')) : []);
const strings = [...MARKUP, ...corpus('strings.json')];
const pages = [...PAGES, ...corpus('html.json').map(one => one.payload)];

let browser, page, number;

before(async () => {
	browser = await launch();
	page = await newPage(browser);
	page.on('dialog', dialog => {
		page.trouble.push(`dialog: ${dialog.message()}`);
		dialog.dismiss();
	});
	await page.addInitScript(() => { for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => { top.ran = name; }; });
	await logIn(page);
});
after(() => browser.close());

const nothingRan = async () => {
	assert.equal(await page.evaluate(() => window.ran), undefined);
	assert.deepEqual(page.left, []);
};

// A server may refuse a string for its length or its control characters; that is its right, and tested elsewhere.
async function tryTo(work) {
	try {
		return await work();
	} catch (why) {
		if (!/: 4\d\d /.test(why.message)) throw why;
		return null;
	}
}

test('what is to be caught would be caught', async () => {
	const bare = await browser.newPage();
	await bare.setContent('<img src="data:," onerror="window.ran=1">');
	await waitFor(() => bare.evaluate(() => window.ran === 1), 'a page without our policy to run it');
	await bare.close();
});

test('strings in subjects, names, addresses, files and messages stay strings', async () => {
	const sharp = strings.filter(text => /[<>"'`{}$]/.test(text)).slice(0, 80);
	let kept = 0;
	for (const text of sharp) {
		const made = await tryTo(() => api('POST', 'support/tickets', { subject: text.slice(0, 300), description: text, requester_address: 'x@hostile.example',
			requester_name: text.slice(0, 200), category: text.slice(0, 50) || 'general' }));
		kept += Boolean(made);
	}
	assert.ok(kept > sharp.length / 3, `${kept} of ${sharp.length} were taken`);
	await goTo(page, '#/all');
	await page.locator('.ticket-row').first().waitFor();
	await waitFor(async () => {
		const old = page.locator('.ticket-row', { hasText: '<script>top.ran=2</script>' });
		if (await old.count()) return true;
		await page.locator('.more button').click({ timeout: 1000 }).catch(() => {});
		return false;
	}, 'the list to reach the oldest of them', 30);
	await page.locator('#words').fill('<script>top.ran=2</script>');
	await waitFor(async () => await page.locator('.ticket-row').count() >= 1, 'the ticket by its subject');
	await page.locator('#words').fill('');
	await nothingRan();
});

test('strings in a conversation, its participants and its files stay strings', async () => {
	const made = await api('POST', 'support/tickets', { subject: MARKUP[0], description: MARKUP[1], requester_address: 'y@hostile.example', requester_name: MARKUP[2] });
	number = made.number;
	await api('PUT', `admin/builders/${crypto.randomUUID()}`, { name: MARKUP[0], plan_tier: 'business' });
	for (let i = 0; i < strings.length; i += 25) {
		const body = strings.slice(i, i + 25).join('\n');
		await tryTo(() => api('POST', `support/tickets/${number}/messages`, { body: body || 'x', is_internal: true }));
	}
	for (const [i, text] of MARKUP.entries())
		await tryTo(() => api('POST', `support/tickets/${number}/participants`, { address: `p${i}@hostile.example`, name: text }));
	const upload = await ask('POST', `support/attachments?filename=${encodeURIComponent(MARKUP[0])}`, { body: '<script>top.ran=20</script>',
		headers: { 'Content-Type': 'text/html' } });
	const { id } = JSON.parse(upload.text);
	await api('POST', `support/tickets/${number}/messages`, { body: 'a file', attachments: [id], is_internal: true });
	await openTicket(page, number);
	await page.locator('.message button.file').first().waitFor();
	await page.locator('.participants li').nth(5).waitFor();
	assert.ok(await page.locator('.message').count() >= Math.floor(strings.length / 25));
	await page.locator('.message', { hasText: '<script>top.ran=2</script>' }).first().waitFor();
	await nothingRan();
});

test('strings in a mail’s headers and names of files stay strings', async () => {
	const name = Buffer.from(MARKUP[0]).toString('base64');
	await sendMail(`=?utf-8?B?${name}?= <z@hostile.example>`, [`Subject: =?utf-8?B?${Buffer.from(`mail ${MARKUP[1]}`).toString('base64')}?=`, 'Content-Type: multipart/mixed; boundary=b'],
		`--b\nContent-Type: text/html\n\n${PAGES.join('<hr>')}\n--b\nContent-Type: text/html; name="=?utf-8?B?${name}?="\nContent-Disposition: attachment\n\n<script>top.ran=21</script>\n--b--\n`);
	await goTo(page, '#/triage');
	await page.locator('.ticket-row', { hasText: MARKUP[1] }).last().waitFor({ timeout: 15000 });
	await page.locator('.ticket-row', { hasText: `mail ${MARKUP[1]}` }).click();
	await page.locator('.message').first().waitFor();
	await page.getByRole('button', { name: 'Formatted' }).or(page.locator('iframe.mail')).first().waitFor();
	if (!await page.locator('iframe.mail').count()) await page.getByRole('button', { name: 'Formatted' }).click();
	await page.locator('iframe.mail').waitFor();
	await nothingRan();
});

// The server's allow-list has its own tests. Here it is taken away, to see that the frame alone is enough.
test('HTML that nobody made safe runs nothing and fetches nothing in its frame', async () => {
	const shown = 60;
	page.trouble.length = 0;
	for (let from = 0; from < pages.length; from += shown) {
		const part = pages.slice(from, from + shown);
		await page.route(`**/support/tickets/${number}`, async route => {
			const answer = await route.fetch({ headers: { ...route.request().headers(), 'if-none-match': '' } });
			const data = await answer.json();
			const like = data.messages[0];
			data.messages = part.map((html, i) => ({ ...like, id: `${from}-${i}`, seq: i + 1, is_internal: false, body_html: html, quoted: null, signature: null, attachments: [] }));
			data.messages_next = null;
			await route.fulfill({ json: data });
		});
		await goTo(page, '#/all');
		await openTicket(page, number);
		await waitFor(async () => await page.locator('iframe.mail').count() === part.length, `${part.length} frames`);
		await waitFor(() => page.evaluate(() => [...document.querySelectorAll('iframe.mail')].every(frame => frame.contentDocument?.readyState === 'complete')), 'the frames to load');
		await page.evaluate(() => {
			for (const frame of document.querySelectorAll('iframe.mail'))
				for (const link of frame.contentDocument.querySelectorAll('a[href^="javascript:" i], button')) link.click();
		});
		await page.waitForTimeout(300);
		await page.unroute(`**/support/tickets/${number}`);
		await nothingRan();
	}
	assert.ok(await page.locator('.side').isVisible());
});
