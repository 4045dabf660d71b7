// main.js - the one script of a page: <script src="https://support.example/widget/widget.js" data-key="…" async></script>
//
// data-lang, data-theme ("light", "dark"), data-module, data-api and data-chat may be said too. The page then has window.supportd:
// identify(token), open(), close(), article(slug), module(name), on(what, call).

import { Widget } from "./app.js";

const script = document.currentScript || document.querySelector("script[src*='widget.js'][data-key]");

function begin() {
	const { key = "", lang, theme, module, api, chat } = script.dataset;
	const origin = api ? api.replace(/\/+$/, "") : new URL(script.src, location.href).origin;
	const element = document.createElement("supportd-widget");

	element.configure({ key, lang: lang || document.documentElement.lang || navigator.language || "en", theme, module, api: origin, chat });
	document.body.append(element);
	const early = (window.supportd && window.supportd.queue) || [];
	window.supportd = element.face();
	early.forEach(([name, ...words]) => window.supportd[name] && window.supportd[name](...words));
	document.dispatchEvent(new CustomEvent("supportd:ready"));
}

if (!customElements.get("supportd-widget")) {
	customElements.define("supportd-widget", Widget);
	if (document.body)
		begin();
	else
		addEventListener("DOMContentLoaded", begin, { once: true });
}
