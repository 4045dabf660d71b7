// link.js - the chat's WebSocket (supportd.v1). What was written stays in the store until the server has acked it, and each message
// is shown once, whatever happens to the connection, the page or the server.

import { randomId } from "./dom.js";

const protocol = "supportd.v1";
const pingEvery = 25000, pongWithin = 10000, longestWait = 30000, typingEvery = 3000;

export class Link extends EventTarget {
	constructor(api, store) {
		super();
		Object.assign(this, { api, store, url: null, socket: null, isReady: false, attempts: 0, misses: 0, timers: {}, isWanted: false, typedAt: 0 });
		this.forget();
		addEventListener("online", () => this.isWanted && !this.isReady && this.connect());
	}

	// Back to nothing known of any chat; what is in the store stays.
	forget() {
		Object.assign(this, { chat: null, bySeq: new Map(), flying: new Set(), failed: new Map(), seq: 0, readSeq: 0, position: null,
			typists: new Map(), agentRead: 0 });
	}

	get ticket() {
		return this.store.get("chat");
	}

	get messages() {
		return [...this.bySeq.values()].sort((a, b) => a.seq - b.seq);
	}

	get queue() {
		return this.store.list("queue:").sort((a, b) => a.at - b.at);
	}

	tell(what, detail) {
		this.dispatchEvent(new CustomEvent(what, { detail }));
	}

	// -- the connection

	start() {
		this.isWanted = true;
		if (!this.socket)
			this.connect();
	}

	stop() {
		this.isWanted = false;
		this.drop();
	}

	drop() {
		const socket = this.socket;
		Object.values(this.timers).forEach(clearTimeout);
		this.socket = null;
		this.isReady = false;
		if (socket) {
			socket.onmessage = socket.onclose = null;
			socket.close();
		}
	}

	connect() {
		this.drop();
		let socket;
		try {
			socket = new WebSocket(this.url, protocol);
		} catch {
			return this.later();
		}
		this.socket = socket;
		socket.onopen = () => this.put({ type: "hello", token: this.api.pass, client: "widget" });
		socket.onmessage = event => this.take(event.data);
		socket.onclose = () => {
			this.drop();
			this.tell("change");
			this.later();
		};
		this.timers.opening = setTimeout(() => !this.isReady && socket.onclose && socket.onclose(), pongWithin);
	}

	later(least = 0) {
		if (!this.isWanted)
			return;
		const wait = Math.min(longestWait, 500 * 2 ** Math.min(this.attempts++, 10));
		this.misses++;
		this.timers.again = setTimeout(() => this.connect(), least + wait * (0.5 + Math.random() / 2));
	}

	put(frame) {
		if (this.socket && this.socket.readyState === WebSocket.OPEN)
			this.socket.send(JSON.stringify(frame));
	}

	beat() {
		clearTimeout(this.timers.beat);
		clearTimeout(this.timers.pong);
		this.timers.beat = setTimeout(() => {
			this.put({ type: "ping" });
			this.timers.pong = setTimeout(() => this.socket && this.socket.onclose(), pongWithin);
		}, pingEvery);
	}

	// -- what we say

	// Keeps it, then sends it. Without a chat, the first one opens it.
	say(body, opening = {}) {
		const item = { id: randomId(), at: Date.now(), body, opening };
		this.store.set("queue:" + item.id, item);
		this.tell("change");
		this.attempts = 0;	/* somebody waits */
		this.start();
		this.flush();
		return item.id;
	}

	flush() {
		if (!this.isReady || (this.ticket && !this.isResumed))
			return;
		const { ticket } = this;
		for (const item of this.queue) {
			if (this.flying.has(item.id))
				continue;
			if (!ticket && this.flying.size)
				return;	/* the others follow once it is open */
			this.flying.add(item.id);
			if (!ticket)
				return this.put({ type: "open", client_id: item.id, body: item.body, ...item.opening });
			this.put({ type: "send", ticket, client_id: item.id, body: item.body });
		}
	}

	typing(isTyping) {
		const { ticket } = this, now = Date.now();
		clearTimeout(this.timers.typing);
		if (!ticket || !this.isReady || (!isTyping && !this.typedAt))
			return;
		if (!isTyping || now - this.typedAt > typingEvery) {
			this.typedAt = isTyping ? now : 0;
			this.put({ type: "typing", ticket, is_typing: isTyping });
		}
		if (isTyping)
			this.timers.typing = setTimeout(() => this.typing(false), 2 * typingEvery);
	}

	read() {
		if (this.isReady && this.ticket && this.seq > this.readSeq)
			this.put({ type: "read", ticket: this.ticket, seq: this.readSeq = this.seq });
	}

	end(transcript) {
		this.put({ type: "close", ticket: this.ticket, transcript });
	}

	leave() {
		this.put({ type: "leave", ticket: this.ticket });
	}

	// Away with a chat that is over, to begin another one.
	reset() {
		this.store.set("chat", null);
		this.forget();
		this.tell("change");
	}

	// Says again what was refused.
	again(id) {
		const { body, opening } = this.failed.get(id);
		this.failed.delete(id);
		this.say(body, opening);
	}

	// -- what we hear

	take(data) {
		let frame;
		try {
			frame = JSON.parse(data);
		} catch {
			return;
		}
		this.beat();
		const on = "on_" + frame.type;
		if (typeof this[on] === "function")
			this[on](frame);
		this.tell("change");
	}

	on_welcome({ chats }) {
		const known = (chats || []).find(chat => chat.ticket === this.ticket) || (this.ticket ? null : (chats || [])[0]);
		clearTimeout(this.timers.opening);
		this.isReady = true;
		this.isResumed = false;
		this.attempts = this.misses = 0;
		this.hasRenewed = false;
		this.flying.clear();
		if (known)
			this.on_chat({ chat: known });
		if (this.ticket)
			this.put({ type: "resume", ticket: this.ticket, seq: this.seq });
		else
			this.flush();
	}

	on_opened({ client_id, chat }) {
		this.store.set("queue:" + client_id, null);
		this.isResumed = true;
		this.on_chat({ chat });
		this.flush();
	}

	on_chat({ chat }) {
		if (this.ticket && chat.ticket !== this.ticket)
			return;
		this.store.set("chat", chat.ticket);
		this.chat = chat;
		this.agentRead = Math.max(this.agentRead, chat.agent_read || 0);
		if (chat.state !== "queued" && chat.state !== "offered")
			this.position = null;
	}

	on_resumed() {
		this.isResumed = true;
		this.flush();
	}

	on_message({ message }) {
		if (message.ticket_id !== this.ticket || message.is_internal)
			return;
		const isNew = !this.bySeq.has(message.seq);
		this.seq = Math.max(this.seq, message.seq);
		this.bySeq.set(message.seq, message);
		if (message.client_id)
			this.store.set("queue:" + message.client_id, null);
		if (isNew && message.sender_type !== "customer") {
			this.typists.clear();
			this.tell("heard", { message, isOld: !this.isResumed });
		}
	}

	// Stored. The message itself may have come already, or comes later: both have the same seq.
	on_ack({ ticket, client_id, seq }) {
		const item = this.store.get("queue:" + client_id);
		this.store.set("queue:" + client_id, null);
		if (item && ticket === this.ticket && !this.bySeq.has(seq))
			this.bySeq.set(seq, { seq, client_id, body: item.body, sender_type: "customer", created_at: new Date(item.at).toISOString(), attachments: [] });
	}

	on_typing({ ticket, id, name, kind, is_typing }) {
		if (ticket !== this.ticket || kind === "customer" || kind === "visitor")
			return;
		if (is_typing)
			this.typists.set(id, name);
		else
			this.typists.delete(id);
		clearTimeout(this.timers.typists);
		this.timers.typists = setTimeout(() => { this.typists.clear(); this.tell("change"); }, 3 * typingEvery);
	}

	on_read({ ticket, kind, seq }) {
		if (ticket === this.ticket && kind !== "customer" && kind !== "visitor")
			this.agentRead = Math.max(this.agentRead, seq);
	}

	on_queue({ ticket, position, wait_s }) {
		if (ticket === this.ticket)
			this.position = { n: position, wait: wait_s };
	}

	on_rate({ retry_ms, client_id }) {
		this.flying.delete(client_id);
		setTimeout(() => this.flush(), retry_ms);
	}

	on_banner({ text }) {
		this.banner = text;
	}

	on_move({ after_ms }) {
		this.drop();
		this.attempts = 0;
		this.later(Math.random() * after_ms);
	}

	on_error({ name, detail, re, client_id }) {
		const item = client_id && this.store.get("queue:" + client_id);
		if (re === "hello")
			return this.renew(name, detail);
		if (re === "resume" && name === "no-such-ticket") {	/* somebody else's by now */
			this.reset();
			return this.flush();
		}
		if (item) {
			this.flying.delete(client_id);
			this.store.set("queue:" + client_id, null);
			this.failed.set(client_id, { ...item, why: detail });
		}
		this.tell("refused", { name, detail });
	}

	// A visitor's token that has run out is exchanged once; the platform's is the host page's to renew.
	async renew(name, detail) {
		this.drop();
		if (this.api.token || this.hasRenewed) {
			this.tell("stranger", { name, detail });
			return;
		}
		this.hasRenewed = true;
		try {
			await this.api.becomeVisitor({}, true);
			this.connect();
		} catch (error) {
			this.tell("stranger", { name, detail: error.message });
		}
	}
}
