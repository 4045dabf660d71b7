// tickets.js - what somebody has asked before, and one conversation of it.

import { h, iconButton, linked, randomId } from "./dom.js";
import { Files } from "./files.js";

export function ticketsScreen(app) {
	const { say, api } = app;
	const node = h("div");
	const list = h("ul", { class: "list" });

	async function page(cursor) {
		const { items, next } = await api.get("/support/tickets", { limit: 20, cursor, user_id: api.user && api.user.sub });
		list.append(...items.map(ticket => h("li", {}, h("button", { type: "button", class: "row", onclick: () => app.go("ticket", { id: ticket.id }) },
			h("span", {}, h("b", { dir: "auto" }, ticket.subject), h("small", {}, `#${ticket.number} · ${say(ticket.status)} · ${say.time(ticket.updated_at)}`))))));
		return next;
	}

	async function more(cursor) {
		const next = await page(cursor);
		const button = next && h("button", { type: "button", class: "plain", onclick: () => app.load(rest, () => more(next)) }, say("more"));
		return button ? [button] : [];
	}

	const rest = h("div");
	app.load(node, async () => {
		list.replaceChildren();
		const buttons = await more();
		if (!list.children.length)
			return h("p", { class: "quiet" }, say("noTickets"));
		rest.replaceChildren(...buttons);
		return [list, rest];
	});
	return { title: say("myTickets"), node };
}

// A picture or a file that only this person's token opens: fetched when it is clicked.
export function attachmentLink(app, { filename, url }) {
	return h("button", { type: "button", class: "plain file", onclick: async event => {
		const button = event.currentTarget;
		try {
			const at = await app.api.file(url), anchor = h("a", { href: at, download: filename });
			anchor.click();
			setTimeout(() => URL.revokeObjectURL(at), 60000);
		} catch (error) {
			button.after(app.failure(error));
		}
	} }, filename);
}

export function bubble(app, message, more) {
	const { say } = app;
	const isMine = message.sender_type === "customer";
	const who = isMine ? say("you") : message.sender_name || say(message.sender_type === "bot" ? "bot" : "team");
	return h("div", { class: isMine ? "mine" : "theirs" }, h("span", { class: "who" }, who, " ",
		h("time", { datetime: message.created_at }, message.created_at ? say.time(message.created_at) : "")),
	h("div", { class: "text", dir: "auto" }, linked(message.body)), (message.attachments || []).map(file => attachmentLink(app, file)), more);
}

export function ticketScreen(app, { id, sent }) {
	const { say, api } = app;
	const log = h("div", { class: "log", role: "log", "aria-label": say("conversation"), tabindex: 0 });
	const thanks = sent && h("p", { class: "good" }, say("sent", { n: sent }));
	const status = h("p", { class: "quiet" });
	const node = h("div", { class: "talk" }, thanks, status, log);
	const text = h("textarea", { rows: 2, maxlength: 16000, "aria-label": say("message"), placeholder: say("message") });
	const files = new Files(app), error = h("div");
	const form = h("form", { class: "write", onsubmit: submit }, text, files.button({}), iconButton("send", say("send"), null, { type: "submit" }));
	let clientId = randomId();

	async function fetchAll() {
		const ticket = await api.get("/support/tickets/" + encodeURIComponent(id));
		let { messages, messages_next: next } = ticket;
		while (next && messages.length < 1000) {
			const page = await api.get(`/support/tickets/${ticket.id}/messages`, { cursor: next });
			messages = messages.concat(page.items);
			({ next } = page);
		}
		app.heading.textContent = ticket.subject;
		status.textContent = `#${ticket.number} · ${say(ticket.status)}`;
		log.replaceChildren(...messages.map(message => bubble(app, message)));
		node.append(error, files.node, form);
		setTimeout(() => log.lastElementChild && log.lastElementChild.scrollIntoView({ block: "nearest" }));
		return [...log.children];
	}

	async function submit(event) {
		event.preventDefault();
		if (!text.value.trim())
			return text.focus();
		error.replaceChildren();
		form.inert = true;
		try {
			const message = await api.post(`/support/tickets/${id}/messages`, { body: text.value, attachments: await files.ids(), client_id: clientId },
				api.token, clientId);
			log.append(bubble(app, message));
			log.lastElementChild.scrollIntoView({ block: "nearest" });
			text.value = "";
			files.clear();
			clientId = randomId();
			app.announce(say("delivered"));
		} catch (why) {
			error.replaceChildren(app.failure(why));
		}
		form.inert = false;
		text.focus();
	}

	files.listen(form);
	app.load(log, fetchAll);
	if (sent)
		app.announce(thanks.textContent);
	return { title: say("conversation"), node };
}
