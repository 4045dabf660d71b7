// chat.js - the chat as it is seen: what was said, what waits to be sent, who is there, and how it ends.

import { isComplete, labelled } from "./contact.js";
import { h, iconButton, randomId } from "./dom.js";
import { Files } from "./files.js";
import { articleOf } from "./help.js";
import { bubble } from "./tickets.js";

export function chatScreen(app, params) {
	const { say, link, api } = app;
	const log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": say("conversation"), tabindex: 0, onclick: stayInside });
	const state = h("p", { class: "state", role: "status" }), below = h("div", { class: "below" });
	const text = h("textarea", { rows: 2, maxlength: 16000, "aria-label": say("message"), placeholder: say("message"), oninput: () => link.typing(true),
		onkeydown: enterSends });
	const files = new Files(app);
	const form = h("form", { class: "write", onsubmit: submit }, text, api.token && files.button({}), iconButton("send", say("send"), null, { type: "submit" }));
	const error = h("div");
	const node = h("div", { class: "talk chat" }, state, log, error, below);
	const shown = new Map();	/* what a line shows to its element, so that only what is new is read out */
	let wantsTranscript = false;

	// -- what is there

	function lines() {
		const said = link.messages, known = new Set(said.map(message => message.client_id));
		const waiting = [...link.failed.values(), ...link.queue].filter(item => !known.has(item.id));
		return [...said.map(message => ({ key: "seq" + message.seq, message })), ...waiting.map(item => ({ key: item.id + (item.why || ""), item,
			message: { sender_type: "customer", body: item.body, created_at: new Date(item.at).toISOString() } }))];
	}

	function note({ message, item }, lastMine) {
		if (!item)
			return message === lastMine ? h("small", {}, say(message.seq <= link.agentRead ? "seen" : "delivered")) : null;
		return item.why ? h("small", { class: "error" }, say("notSent", { why: item.why }), " ",
			h("button", { type: "button", class: "plain", onclick: () => link.again(item.id) }, say("retry"))) : h("small", {}, say("waitingSend"));
	}

	function render() {
		const wanted = lines(), lastMine = wanted.filter(line => !line.item && line.message.sender_type === "customer").map(line => line.message).pop();
		const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
		const keys = new Set(wanted.map(line => line.key));
		for (const [key, element] of shown)
			if (!keys.has(key)) {
				element.remove();
				shown.delete(key);
			}
		wanted.forEach((line, i) => {
			if (!shown.has(line.key))
				shown.set(line.key, bubble(app, line.message, h("div", { class: "note" })));
			const element = shown.get(line.key), words = note(line, lastMine), place = element.querySelector(".note");
			if ((words ? words.textContent : "") !== place.textContent)
				place.replaceChildren(...words ? [words] : []);
			if (log.children[i] !== element)
				log.insertBefore(element, log.children[i] || null);
		});
		if (isAtEnd)
			log.scrollTop = log.scrollHeight;
		renderState();
		if (!document.hidden && link.seq) {
			link.read();
			app.seen(link.seq);
		}
	}

	function stateWords() {
		const { chat, position } = link, names = [...link.typists.values()];
		if (link.stranger)
			return say("errorSession");
		if (!link.isReady)
			return say(navigator.onLine === false || link.misses > 1 ? "offline" : "connecting");
		if (names.length)
			return say("typing", { name: names[0] || say("team") });
		if (chat && chat.state === "closed")
			return say(wantsTranscript ? "endedMail" : "ended");
		if (chat && chat.agent_name)
			return say("joined", { name: chat.agent_name });
		if (position)
			return position.wait > 0 ? say("queueWait", { n: position.n, time: say.duration(position.wait) }) : say("queue", { n: position.n });
		return link.banner || (log.children.length ? "" : say("chatStart"));
	}

	function renderState() {
		const words = link.isWanted ? stateWords() : say("chatStart"), isClosed = link.chat && link.chat.state === "closed";
		if (state.textContent !== words)
			state.textContent = words;
		const wanted = isClosed ? again : form;
		if (below.firstChild !== wanted && !below.contains(asking))
			below.replaceChildren(wanted, ...isClosed ? [] : [files.node]);
		end.hidden = !link.chat || isClosed;
	}

	// -- what they do

	async function submit(event) {
		event.preventDefault();
		const body = text.value.trim();
		error.replaceChildren();
		if (!body && !files.items.length)
			return text.focus();
		try {
			if (files.items.length)
				await sayWithFiles(body);
			else
				link.say(body, { language: say.language, context_url: app.context.url });
			text.value = "";
			link.typing(false);
			log.scrollTop = log.scrollHeight;
		} catch (why) {
			error.replaceChildren(app.failure(why));
		}
		text.focus();
	}

	// Files go by REST, into the same ticket.
	async function sayWithFiles(body) {
		const attachments = await files.ids();
		if (!link.ticket)
			await opened(body);
		await api.post(`/support/tickets/${link.ticket}/messages`, { body: body || files.items.map(item => item.name).join(", "), attachments,
			client_id: randomId() });
		files.clear();
	}

	const opened = body => new Promise(resolve => {
		link.addEventListener("change", function look() {
			if (link.ticket) {
				link.removeEventListener("change", look);
				resolve();
			}
		});
		link.say(body || say("attach"), { language: say.language, context_url: app.context.url });
	});

	function enterSends(event) {
		if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
			event.preventDefault();
			form.requestSubmit();
		}
	}

	function stayInside(event) {
		const anchor = event.target.closest("a[href]"), slug = anchor && articleOf(app, anchor.href);
		if (slug && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
			event.preventDefault();
			app.go("article", { slug });
		}
	}

	// -- how it begins and ends

	const asking = h("div", { class: "ask", role: "group", "aria-label": say("endAsk") }, h("p", {}, say("endAsk")),
		...["endMail", "endOnly", "keep"].map(word => h("button", { type: "button", class: word === "keep" ? "plain" : "main", onclick: () => answer(word) }, say(word))));
	const again = h("button", { type: "button", class: "main", onclick: () => { link.reset(); begin(); } }, say("newChat"));
	const end = h("button", { type: "button", class: "plain", hidden: true, onclick: () => {
		below.replaceChildren(asking);
		asking.querySelector("button").focus();
	} }, say("endChat"));

	function answer(word) {
		below.replaceChildren();
		if (word !== "keep") {
			wantsTranscript = word === "endMail";
			link.end(wantsTranscript);
		}
		renderState();
		(below.querySelector("textarea, button") || app.heading).focus();
	}

	function soundButton() {
		const isOn = app.shared.get("sound"), label = say(isOn ? "soundOff" : "soundOn");
		const button = iconButton(isOn ? "bell" : "mute", label, () => {
			app.shared.set("sound", isOn ? null : true);
			app.ring();
			button.replaceWith(soundButton());
			app.tools.querySelector("button.icon").focus();
		}, { "aria-pressed": String(Boolean(isOn)) });
		return button;
	}

	function begin() {
		link.stranger = log.hidden = false;
		app.startChat().then(render, why => {
			const isNone = why.name === "no-chat";
			error.replaceChildren(app.failure(why), h("button", { type: "button", class: "plain", onclick: () => {
				error.replaceChildren();
				if (isNone)
					app.replace("contact");
				else
					begin();
			} }, say(isNone ? "write" : "retry")));
		});
		render();
	}

	// Whoever is not known may say how we reach them; nothing is asked twice.
	function introduction() {
		const name = h("input", { type: "text", autocomplete: "name", maxlength: 200, required: true });
		const email = h("input", { type: "email", autocomplete: "email", maxlength: 254, required: true, "aria-describedby": "email-hint" });
		const intro = h("form", { novalidate: true, onsubmit: async event => {
			event.preventDefault();
			error.replaceChildren();
			if (!isComplete(app, intro, error))
				return;
			try {
				await api.becomeVisitor({ name: name.value.trim(), email: email.value.trim(), language: say.language });
				intro.remove();
				begin();
				text.focus();
			} catch (why) {
				error.replaceChildren(app.failure(why));
			}
		} }, h("p", {}, say("chatStart")), labelled(app, "name", name), labelled(app, "email", email, "emailHint"),
		h("button", { type: "submit", class: "main" }, say("start")));
		below.replaceChildren(intro);
		log.hidden = true;
		return name;
	}

	const onchange = () => (api.pass ? render() : null);
	const onstranger = () => { link.stranger = true; renderState(); };
	const onrefused = ({ detail }) => error.replaceChildren(h("p", { class: "error", role: "alert" }, say("errorElse", { why: detail.detail })));
	link.addEventListener("change", onchange);
	link.addEventListener("stranger", onstranger);
	link.addEventListener("refused", onrefused);
	document.addEventListener("visibilitychange", onchange);
	app.tools.append(end, soundButton());
	if (api.token)
		files.listen(form);
	if (params.text)
		text.value = params.text;
	let focus = text;
	if (api.pass)
		begin();
	else
		focus = introduction();
	return { title: say("talk"), node, focus, leave() {
		link.typing(false);
		link.removeEventListener("change", onchange);
		link.removeEventListener("stranger", onstranger);
		link.removeEventListener("refused", onrefused);
		document.removeEventListener("visibilitychange", onchange);
	} };
}
