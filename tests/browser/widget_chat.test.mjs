// widget_chat.test.mjs - a customer and an agent talk; nothing is lost, nothing comes twice, wherever the line is cut.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { newAgent, takeChat } from './chat_agent.mjs';
import { api, launch, waitFor, world } from './world.mjs';
import { hostPage, openHelp, panel, serious, widget } from './widget_page.mjs';

let browser, agent;
before(async () => {
	browser = await launch();
	agent = await newAgent(browser);
});
after(() => browser.close());

const texts = page => widget(page).locator('.log .text').allTextContents();

async function openChat(page) {
	await openHelp(page);
	if (await panel(page).getByRole('button', { name: /^(Talk to us|Habla con)/ }).count())
		await panel(page).getByRole('button', { name: /^(Talk to us|Habla con)/ }).click();
}

async function write(page, text) {
	await panel(page).getByLabel('Your message').fill(text);
	await page.keyboard.press('Enter');
}

async function said(ticket) {
	const { messages } = await api('GET', `support/tickets/${ticket}`);
	return messages.filter(one => one.sender_type !== 'system').map(one => one.body);
}

// Lines of the page that can be cut and put together again; the server behind them is the real one.
async function cuttable(page) {
	const line = { isCut: false, open: new Set() };
	await page.routeWebSocket(/\/api\/v1\/chat$/, socket => {
		if (line.isCut)
			return socket.close();
		line.open.add(socket);
		return socket.connectToServer();
	});
	line.cut = async () => {
		line.isCut = true;
		await Promise.all([...line.open].map(socket => socket.close({ code: 1011, reason: 'cut' })));
		line.open.clear();
	};
	line.mend = () => { line.isCut = false; };
	return line;
}

test('a question, an agent, an answer: both sides within a second', async () => {
	const page = await hostPage(browser);
	await openChat(page);
	await write(page, 'Why is invoice 2041 empty?');
	await panel(page).getByText(/in the queue|^Sent$/).first().waitFor();
	const ticket = await takeChat(agent);
	await agent.expect('message', frame => frame.message.body === 'Why is invoice 2041 empty?');
	await panel(page).getByText('You are talking with Rosa Medina.').waitFor();
	await agent.say({ type: 'typing', ticket, is_typing: true });
	await panel(page).getByText('Rosa Medina is writing…').waitFor();
	const asked = Date.now();
	await agent.say({ type: 'send', ticket, client_id: crypto.randomUUID(), body: 'It was voided on Friday.' });
	await panel(page).getByText('It was voided on Friday.').waitFor();
	const there = Date.now() - asked;
	await write(page, 'Who did that?');
	await agent.expect('message', frame => frame.message.body === 'Who did that?');
	const back = Date.now() - asked - there;
	console.log(`widget: answer seen after ${there} ms, reply to it seen by the agent after ${back} ms`);
	assert.ok(there < 1000 && back < 1000, `${there} ms, ${back} ms`);
	await agent.say({ type: 'read', ticket, seq: 3 });
	await panel(page).getByText('Seen', { exact: true }).last().waitFor();
	assert.deepEqual(await serious(page), []);
	await page.screenshot({ path: join(world.shots, 'widget-chat-1280-light.png') });

	await page.reload();	// everything is there again, once
	await openChat(page);
	await panel(page).getByText('Who did that?').waitFor();
	assert.deepEqual(await texts(page), ['Why is invoice 2041 empty?', 'It was voided on Friday.', 'Who did that?']);

	await page.keyboard.press('Escape');	// closed: the button counts
	await agent.say({ type: 'send', ticket, client_id: crypto.randomUUID(), body: 'Dana did.' });
	await page.getByRole('button', { name: 'Open help, 1 unread' }).waitFor();
	assert.equal(await page.evaluate(() => Object.keys(localStorage).some(name => name.endsWith(':sound'))), false);
	await page.getByRole('button', { name: 'Open help, 1 unread' }).click();
	await panel(page).getByText('Dana did.').waitFor();

	await panel(page).getByRole('button', { name: 'End the chat' }).click();
	await panel(page).getByRole('button', { name: 'End, and mail me the transcript' }).click();
	await panel(page).getByText('The chat has ended. The transcript is on its way to you.').waitFor();
	await waitFor(async () => (await api('GET', 'admin/outbox?limit=50')).items.some(one => one.ticket_id === ticket), 'the transcript in the outbox');
	await panel(page).getByRole('button', { name: 'Start a new chat' }).click();
	await panel(page).getByLabel('Your message').waitFor();
	assert.deepEqual(page.trouble, []);
	await page.context().close();
});

test('what is written while the line is cut, and through a reload, arrives once and in order', async () => {
	const page = await hostPage(browser, { as: 'lucia', query: 'lang=en', width: 360, height: 740, scheme: 'dark' });
	const line = await cuttable(page);
	await page.reload();
	await openChat(page);
	await write(page, 'one');
	await panel(page).getByText('Sent', { exact: true }).first().waitFor();
	const { items: [{ id: ticket }] } = await api('GET', 'support/tickets?limit=1&source=chat');
	await line.cut();
	await write(page, 'two');
	await write(page, 'three');
	await panel(page).getByText('Waiting to be sent').nth(1).waitFor();
	await panel(page).getByText('No connection. What you write is kept').waitFor();
	await page.screenshot({ path: join(world.shots, 'widget-chat-offline-360-dark.png') });
	assert.deepEqual(await serious(page), []);
	await page.reload();
	line.mend();
	await openChat(page);
	await panel(page).getByText('three').waitFor();
	await waitFor(async () => (await said(ticket)).length >= 3, 'all three in the ticket');
	for (let i = 0; i < 3; i++) {
		await line.cut();
		await write(page, `more ${i}`);
		line.mend();
	}
	await waitFor(async () => (await said(ticket)).length >= 6, 'all six in the ticket');
	const all = ['one', 'two', 'three', 'more 0', 'more 1', 'more 2'];
	assert.deepEqual(await said(ticket), all);
	await waitFor(async () => /^(Sent|Seen)$/.test((await widget(page).locator('.log .note').allTextContents()).join('')), 'the last one marked as sent, none waiting');
	assert.deepEqual(await texts(page), all);
	await page.screenshot({ path: join(world.shots, 'widget-chat-360-dark.png') });
	await page.context().close();
});

test('somebody whom nobody knows says who they are, and talks', async () => {
	const page = await hostPage(browser, { as: null, width: 360, height: 740 });
	await openChat(page);
	await panel(page).getByRole('button', { name: 'Start' }).click();
	await panel(page).getByRole('alert').getByText('Please fill in “Your name”').waitFor();
	await panel(page).getByLabel('Your name').fill('<b>Vera</b>');
	await panel(page).getByLabel('Your mail address').fill('vera@');
	await panel(page).getByRole('button', { name: 'Start' }).click();
	await panel(page).getByRole('alert').getByText('like name@example.com').waitFor();
	await panel(page).getByLabel('Your mail address').fill('vera@supplier.example');
	await page.screenshot({ path: join(world.shots, 'widget-visitor-360-light.png') });
	assert.deepEqual(await serious(page), []);
	await panel(page).getByRole('button', { name: 'Start' }).click();
	await write(page, '<img src=x onerror="window.ran=1"> Where do I upload?');
	await panel(page).getByText('Sent', { exact: true }).waitFor();
	await waitFor(async () => (await api('GET', 'support/tickets?limit=1&source=chat')).items[0].subject.includes('Where do I upload?'), 'the ticket');
	assert.equal(await page.evaluate(() => window.ran), undefined);
	assert.deepEqual(await page.context().cookies(), []);
	assert.deepEqual(page.trouble, []);
	await page.context().close();
});
