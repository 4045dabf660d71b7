// app.js - the element: the button, the dialog around the screens, and what they share.

import { Api, Problem, Store, explain } from "./api.js";
import { chatScreen } from "./chat.js";
import { contactScreen } from "./contact.js";
import { h, icon, iconButton } from "./dom.js";
import { articleScreen, homeScreen, searchScreen } from "./help.js";
import { Link } from "./link.js";
import { speaker } from "./texts.js";
import { ticketScreen, ticketsScreen } from "./tickets.js";
import css from "./style.css";

const screens = { home: homeScreen, search: searchScreen, article: articleScreen, contact: contactScreen, tickets: ticketsScreen,
	ticket: ticketScreen, chat: chatScreen };

// A screen: {title, node, focus, leave}. focus is what gets the keyboard; leave is called when it goes.

export class Widget extends HTMLElement {
	configure(settings) {
		this.settings = settings;
		this.say = speaker(settings.lang);
		this.shared = new Store(`supportd:${settings.key}:`);
		this.api = new Api(settings.api, settings.key, this.shared);
		this.trail = [];
		this.unread = 0;
		this.listeners = {};
		this.becomeSomebody();
	}

	// Everything that belongs to one person: their store, their chat.
	becomeSomebody() {
		if (this.link)
			this.link.stop();
		this.store = new Store(`supportd:${this.settings.key}:${this.api.who}:`);
		this.link = new Link(this.api, this.store);
		this.link.url = this.settings.chat;
		this.link.addEventListener("heard", event => this.heard(event.detail));
		this.link.addEventListener("stranger", () => this.emit("token"));
		this.entitled = null;
	}

	// What the page may do with us.
	face() {
		return {
			identify: token => this.identify(token),
			open: screen => this.show(typeof screen === "string" && screens[screen] ? screen : null),
			close: () => this.hide(),
			article: slug => { this.show(); this.go("article", { slug: String(slug) }); },
			module: name => { this.settings.module = name; },
			on: (what, call) => { this.listeners[what] = call; },
		};
	}

	emit(what, detail) {
		if (this.listeners[what])
			this.listeners[what](detail);
	}

	identify(token) {
		const before = this.api.who;
		this.api.identify(token);
		if (this.api.who !== before) {
			this.becomeSomebody();
			this.setUnread(0);
			if (this.isOpen)
				this.start("home");
		} else if (this.link.isWanted) {
			this.link.connect();
		}
		this.resumeChat();
	}

	connectedCallback() {
		const root = this.attachShadow({ mode: "open" });
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(css);
		root.adoptedStyleSheets = [sheet];
		this.badge = h("span", { class: "badge", hidden: true });
		this.launcher = h("button", { type: "button", class: "launcher", "aria-expanded": "false", "aria-haspopup": "dialog",
			onclick: () => this.isOpen ? this.hide() : this.show() }, icon("chat"), this.badge);
		this.heading = h("h2", { id: "title", tabindex: -1 });
		this.backButton = iconButton("back", this.say("back"), () => this.back());
		this.tools = h("span", { class: "tools" });
		this.body = h("div", { class: "body" });
		this.live = h("div", { class: "unseen", role: "status", "aria-live": "polite" });
		this.panel = h("div", { class: "panel", role: "dialog", "aria-modal": "true", "aria-labelledby": "title", hidden: true },
			h("header", {}, this.backButton, this.heading, this.tools, iconButton("close", this.say("close"), () => this.hide())),
			this.body, this.live);
		this.root = h("div", { class: "root", lang: this.say.language }, this.launcher, this.panel);
		this.root.dataset.theme = this.settings.theme || "";
		this.root.dir = getComputedStyle(document.documentElement).direction;
		this.root.addEventListener("keydown", event => this.key(event));
		root.append(this.root);
		this.setUnread(0);
		this.resumeChat();
	}

	disconnectedCallback() {
		this.link.stop();
	}

	// -- the dialog

	get isOpen() {
		return !this.panel.hidden;
	}

	show(screen) {
		if (!this.isOpen) {
			this.root.dir = getComputedStyle(document.documentElement).direction;
			this.panel.hidden = false;
			this.root.classList.add("open");
			this.launcher.setAttribute("aria-expanded", "true");
			this.emit("open");
		}
		if (screen || !this.trail.length)
			this.start(screen || (this.link.ticket || this.link.queue.length ? "chat" : "home"));
		else
			this.render();
	}

	hide() {
		if (!this.isOpen)
			return;
		this.leave();
		this.panel.hidden = true;
		this.root.classList.remove("open");
		this.launcher.setAttribute("aria-expanded", "false");
		this.launcher.focus();
		this.emit("close");
	}

	start(name) {
		this.trail = name === "home" ? [] : [["home", {}]];
		this.go(name);
	}

	go(name, params = {}) {
		this.trail.push([name, params]);
		this.render();
	}

	back() {
		if (this.trail.length > 1)
			this.trail.pop();
		this.render();
	}

	// Takes the place of the screen that is there: what was sent is not gone back to.
	replace(name, params = {}) {
		this.trail.pop();
		this.go(name, params);
	}

	leave() {
		if (this.screen && this.screen.leave)
			this.screen.leave();
		this.screen = null;
	}

	render() {
		const [name, params] = this.trail[this.trail.length - 1];
		this.leave();
		this.tools.replaceChildren();
		this.screen = screens[name](this, params);
		this.screenName = name;
		this.heading.textContent = this.screen.title;
		this.backButton.hidden = this.trail.length < 2;
		this.body.replaceChildren(this.screen.node);
		this.body.scrollTop = 0;
		(this.screen.focus || this.heading).focus();
	}

	key(event) {
		if (!this.isOpen)
			return;
		if (event.key === "Escape") {
			event.stopPropagation();
			this.hide();
		}
		if (event.key !== "Tab")
			return;
		const places = [...this.panel.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
			.filter(place => !place.disabled && place.getClientRects().length);
		const at = places.indexOf(this.shadowRoot.activeElement);
		const edge = event.shiftKey ? 0 : places.length - 1;
		if (at === edge || (at < 0 && event.shiftKey)) {
			event.preventDefault();
			places[event.shiftKey ? places.length - 1 : 0].focus();
		}
	}

	// -- what the screens share

	announce(text) {
		this.live.textContent = "";
		setTimeout(() => { this.live.textContent = text; }, 50);
	}

	explain(error) {
		if (!(error instanceof Error) || error.status === 401)
			this.emit("token");
		return explain(this.say, error);
	}

	// Shows what work brings, or why it brought nothing, with a way to try again.
	load(into, work) {
		into.replaceChildren(h("p", { class: "quiet" }, this.say("loading")));
		into.setAttribute("aria-busy", "true");
		work().then(nodes => into.replaceChildren(...[nodes].flat().filter(Boolean)), error => {
			into.replaceChildren(this.failure(error), h("button", { type: "button", class: "plain", onclick: () => this.load(into, work) },
				this.say("retry")));
		}).finally(() => into.removeAttribute("aria-busy"));
		return into;
	}

	failure(error) {
		return h("p", { class: "error", role: "alert" }, this.explain(error));
	}

	// Plan, channels and promised times; asked once.
	entitlement() {
		this.entitled ||= this.api.get("/support/entitlement", { language: this.say.language }).catch(error => {
			this.entitled = null;
			throw error;
		});
		return this.entitled;
	}

	get context() {
		const [language, screen] = [navigator.language, window.screen];
		return { url: location.href.split("#")[0].slice(0, 2000), metadata: { title: document.title.slice(0, 200), language,
			browser: navigator.userAgent.slice(0, 400), module: this.settings.module || "", platform: (navigator.userAgentData || {}).platform || "",
			screen: `${screen.width}x${screen.height}`, window: `${innerWidth}x${innerHeight}`, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone } };
	}

	// -- the chat, while it is not looked at

	resumeChat() {
		if (this.link.ticket || this.link.queue.length)
			this.startChat().catch(() => {});
	}

	async startChat() {
		if (!this.api.token)
			await this.api.becomeVisitor({});
		this.link.url ||= (await this.entitlement()).chat_url;
		if (!this.link.url)
			throw new Problem("no-chat", this.say("noChat"), 0);
		this.link.start();
	}

	heard({ message, isOld }) {
		if (isOld && message.seq <= (this.store.get("seen") || 0))
			return;
		if (this.isOpen && this.screenName === "chat" && !document.hidden)
			return;
		this.setUnread(this.unread + 1);
		this.announce(this.say("newMessage", { name: message.sender_name || this.say("team") }));
		this.ring();
	}

	seen(seq) {
		this.store.set("seen", seq);
		this.setUnread(0);
	}

	setUnread(n) {
		const label = n ? this.say("openHelpUnread", { n }) : this.say("openHelp");
		this.unread = n;
		this.badge.hidden = !n;
		this.badge.textContent = n > 9 ? "9+" : n;
		this.launcher.setAttribute("aria-label", label);
		this.launcher.title = label;
		this.emit("unread", n);
	}

	// A short, soft tone, if they want one.
	ring() {
		if (!this.shared.get("sound"))
			return;
		try {
			const audio = new AudioContext(), tone = audio.createOscillator(), volume = audio.createGain(), now = audio.currentTime;
			tone.frequency.value = 660;
			volume.gain.setValueAtTime(0.08, now);
			volume.gain.exponentialRampToValueAtTime(0.0001, now + 0.4);
			tone.connect(volume).connect(audio.destination);
			tone.start();
			tone.stop(now + 0.4);
			tone.onended = () => audio.close();
		} catch { /* no sound here */ }
	}
}
