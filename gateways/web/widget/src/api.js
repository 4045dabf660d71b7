// api.js - REST with whoever the page's user is: the platform's token, or a visitor's. Errors are said in words.

import { randomId } from "./dom.js";

export class Problem extends Error {
	constructor(name, detail, status, retryAfter, field) {
		super(detail);
		Object.assign(this, { name, status, retryAfter, field });
	}
}

// What a person can do about it. The server's own sentence is for those cases that only it knows; it is English.
export function explain(say, error) {
	const known = { 401: "errorSession", 403: "errorForbidden", 404: "errorGone", 413: "errorLarge" };
	if (!(error instanceof Problem) || error.name === "offline")
		return say("errorOffline");
	if (error.name === "no-chat")
		return error.message;
	if (error.status === 429)
		return say("errorBusy", { n: error.retryAfter || 10 });
	if (error.status >= 500)
		return say("errorServer");
	return known[error.status] ? say(known[error.status]) : say("errorElse", { why: error.message });
}

export class Api {
	constructor(base, key, store) {
		Object.assign(this, { base, key, store, token: null, user: null });
	}

	identify(token) {
		this.token = token || null;
		this.user = token ? claims(token) : null;
	}

	// The name under which this person's things are kept on this machine.
	get who() {
		return this.user ? this.user.sub : "visitor";
	}

	get visitor() {
		const visitor = this.store.get("visitor");
		return visitor && visitor.expires > Date.now() + 60000 ? visitor : null;
	}

	// What opens the chat. A visitor's token opens nothing else.
	get pass() {
		return this.token || (this.visitor || {}).token || null;
	}

	// A token for somebody whom the platform does not know, got when it is first needed.
	async becomeVisitor(details, isRenewed) {
		const known = this.store.get("visitor") || {};
		if (this.token || (this.visitor && !isRenewed && !details.email))
			return;
		const got = await this.post("/chat/visitor", { widget: this.key, token: known.token, ...details }, null);
		this.store.set("visitor", { ...got, expires: Date.now() + got.expires_in * 1000 });
	}

	get(path, query) {
		const words = new URLSearchParams(Object.entries(query || {}).filter(([, value]) => value));
		return this.ask("GET", path + (words.size ? "?" + words : ""), this.token);
	}

	post(path, body, token = this.token, idempotency = randomId()) {
		return this.ask("POST", path, token, JSON.stringify(body), { "Content-Type": "application/json", "Idempotency-Key": idempotency });
	}

	upload(file, name) {
		return this.ask("POST", "/support/attachments", this.token, file, { "Content-Type": file.type || "application/octet-stream",
			"Content-Disposition": "attachment; filename*=UTF-8''" + encodeURIComponent(name), "Idempotency-Key": randomId() });
	}

	async ask(method, path, token, body, headers = {}) {
		if (token)
			headers.Authorization = "Bearer " + token;
		let answer, json;
		try {
			answer = await fetch(this.base + "/api/v1" + path, { method, body, headers, credentials: "omit", referrerPolicy: "no-referrer" });
			json = answer.status === 204 ? null : await answer.json();
		} catch (error) {
			throw answer ? new Problem("not-json", answer.statusText, answer.status) : new Problem("offline", error.message, 0);
		}
		if (answer.ok)
			return json;
		throw new Problem(String(json.type || "").split(/[/:]/).pop(), json.detail || json.title, answer.status,
			Number(answer.headers.get("Retry-After")), json.field);
	}

	// A file that only a token opens, for a link or an image.
	async file(path) {
		const answer = await fetch(new URL(path, this.base), { headers: { Authorization: "Bearer " + this.token }, credentials: "omit" });
		if (!answer.ok)
			throw new Problem("no-file", answer.statusText, answer.status);
		return URL.createObjectURL(await answer.blob());
	}
}

// Only to greet by name and to keep people's things apart on one machine; the server checks the signature.
function claims(token) {
	try {
		const bytes = Uint8Array.from(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
		const said = JSON.parse(new TextDecoder().decode(bytes));
		return { sub: String(said.sub), name: said.name ? String(said.name) : "", plan: said.plan_tier ? String(said.plan_tier) : "" };
	} catch {
		return null;
	}
}

// localStorage where there is one; a page that forbids it loses only what a reload would have kept.
export class Store {
	constructor(prefix) {
		this.prefix = prefix;
		this.memory = new Map();
	}

	get(name) {
		try {
			return JSON.parse(localStorage.getItem(this.prefix + name));
		} catch {
			return this.memory.get(name) ?? null;
		}
	}

	// The values of all names that begin so.
	list(prefix) {
		let names = [...this.memory.keys()];
		try {
			names = Object.keys(localStorage).filter(name => name.startsWith(this.prefix)).map(name => name.slice(this.prefix.length));
		} catch { /* not allowed */ }
		return names.filter(name => name.startsWith(prefix)).map(name => this.get(name)).filter(Boolean);
	}

	set(name, value) {
		this.memory.set(name, value);
		try {
			if (value == null)
				localStorage.removeItem(this.prefix + name);
			else
				localStorage.setItem(this.prefix + name, JSON.stringify(value));
		} catch { /* full, or not allowed */ }
	}
}
