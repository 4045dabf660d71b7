// chat_agent.mjs - an agent at the chat gateway, as frames: a browser's WebSocket without a face.
import { waitFor, world } from './world.mjs';

export async function newAgent(browser) {
	const context = await browser.newContext();
	const page = await context.newPage();
	const heard = [];

	await page.goto(`${world.host}/?quiet`);
	await page.exposeFunction('heard', text => heard.push(JSON.parse(text)));
	await page.evaluate(({ url, token }) => new Promise((resolve, reject) => {
		window.socket = new WebSocket(url, 'supportd.v1');
		window.socket.onopen = () => resolve(window.socket.send(JSON.stringify({ type: 'hello', token, client: 'tests' })));
		window.socket.onmessage = event => window.heard(event.data);
		window.socket.onerror = () => reject(new Error('no chat gateway'));
	}), { url: world.chat, token: world.agent });
	const agent = {
		heard,
		say: frame => page.evaluate(text => window.socket.send(text), JSON.stringify(frame)),
		// The first frame that fits and was not given out before.
		expect: (type, fits = () => true) => waitFor(() => {
			const at = heard.findIndex(frame => frame.type === type && fits(frame));
			return at >= 0 && heard.splice(at, 1)[0];
		}, `a frame ${type}`, 8),
		close: () => context.close(),
	};
	await agent.expect('welcome');
	await agent.say({ type: 'presence', state: 'online' });
	return agent;
}

// Takes the next chat that waits; its ticket.
export async function takeChat(agent, fits) {
	const { offer } = await agent.expect('offer', fits);
	await agent.say({ type: 'accept', ticket: offer.ticket });
	await agent.expect('chat', frame => frame.chat.ticket === offer.ticket && frame.chat.state === 'active');
	await agent.say({ type: 'resume', ticket: offer.ticket });
	return offer.ticket;
}
