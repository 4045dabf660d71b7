// world.mjs - a browser, and an agent who has logged in. What the page should never say is collected in page.trouble.
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { chromium } from 'playwright-core';

export const world = JSON.parse(readFileSync(process.env.SUPPORTD_WORLD, 'utf8'));

const ARGUMENTS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
	'--disable-component-update', '--disable-sync'];

export const launch = () => chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGUMENTS });

// { width, height, scheme, language }
export async function newPage(browser, { width = 1280, height = 800, scheme = 'light', language = 'en-US' } = {}) {
	const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale: language, reducedMotion: 'reduce' });
	const page = await context.newPage();
	page.trouble = [];
	page.requested = [];
	page.left = [];	// what was sent to anywhere but this machine; what our policy holds back does not get this far
	await context.route(url => url.hostname !== '127.0.0.1', route => {
		page.left.push(route.request().url());
		return route.fulfill({ status: 204, body: '' });
	});
	page.on('console', message => ['error', 'warning'].includes(message.type()) && page.trouble.push(message.text()));
	page.on('pageerror', error => page.trouble.push(String(error)));
	page.on('request', request => page.requested.push(request.url()));
	page.setDefaultTimeout(10000);
	return page;
}

// An account may try only so many logins in a while: a file logs in once, and its later pages go on with that session.
let session = null;

export async function logIn(page, path = '#/all') {
	await page.goto(`${world.url}/console/`);
	await page.locator('.login-card').waitFor();
	if (session) {
		await page.evaluate(kept => sessionStorage.setItem('supportd.session', kept), session);
		await page.reload();
	} else {
		await page.locator('input[name=email]').fill(world.login);
		await page.locator('input[name=password]').fill(world.password);
		await page.locator('.login-card button').click();
	}
	await page.locator('.side').waitFor();
	session = await page.evaluate(() => sessionStorage.getItem('supportd.session'));
	await goTo(page, path);
}

export const goTo = (page, path) => page.evaluate(hash => { location.hash = hash; }, path);

export async function openTicket(page, number, view = 'all') {
	await goTo(page, `#/${view}/${number}`);
	await page.locator('.message').first().waitFor();
}

// One request on a connection of its own: { status, text }. fetch would keep connections that the server may be closing.
export const ask = (method, path, { body, token = world.admin, headers = {} } = {}) => new Promise((resolve, reject) => {
	const sent = request(`${world.url}/api/v1/${path}`, { method, agent: false,
		headers: { Authorization: `Bearer ${token}`, ...(body ? { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) } : {}), ...headers } }, async answer => {
		const parts = [];
		for await (const part of answer) parts.push(part);
		resolve({ status: answer.statusCode, text: Buffer.concat(parts).toString() });
	});
	sent.on('error', reject);
	sent.end(body);
});

export async function api(method, path, data) {
	const { status, text } = await ask(method, path, { body: data && JSON.stringify(data) });
	if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text}`);
	return text ? JSON.parse(text) : null;
}

export async function numberOf(subject) {
	const { items } = await api('GET', 'support/tickets?limit=200');
	const found = items.find(item => item.subject === subject);
	if (!found) throw new Error(`there is no ticket “${subject}”`);
	return found.number;
}

export async function waitFor(check, what, seconds = 15) {
	const end = Date.now() + seconds * 1000;
	for (;;) {
		const found = await check();
		if (found) return found;
		if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
		await new Promise(resolve => setTimeout(resolve, 150));
	}
}

// A mail to the support address, over the private SMTP server.
export async function sendMail(from, headers, body) {
	const lines = [`From: ${from}`, `To: ${world.support}`, `Date: ${new Date().toUTCString()}`,
		`Message-ID: <${crypto.randomUUID()}@${from.replace(/.*@|>.*/g, '')}>`, 'MIME-Version: 1.0', ...headers, '', ...body.split('\n')];
	const envelope = from.match(/[^<>\s]+@[^<>\s]+/)[0];
	const words = [`EHLO tests.example`, `MAIL FROM:<${envelope}>`, `RCPT TO:<${world.support}>`, 'DATA',
		lines.map(line => (line.startsWith('.') ? `.${line}` : line)).join('\r\n') + '\r\n.', 'QUIT'];
	const socket = connect(world.smtp, '127.0.0.1');
	await new Promise((resolve, reject) => {
		let got = '';
		socket.on('error', reject);
		socket.on('end', resolve);
		socket.on('data', data => {
			got += data;
			const last = got.trimEnd().split('\n').pop();
			if (!got.endsWith('\n') || !/^\d{3} /.test(last)) return;
			if (/^[45]/.test(last)) reject(new Error(last));
			got = '';
			const word = words.shift();
			if (word) socket.write(`${word}\r\n`);
			else socket.end();
		});
	});
}
