// help.js - the help centre: home, search, an article.

import { h, icon, link, safeHtml } from "./dom.js";

function searchForm(app, text, onsearch) {
	const input = h("input", { type: "search", id: "search", "aria-label": app.say("searchLabel"), placeholder: app.say("searchLabel"), maxlength: 1000,
		autocomplete: "off", enterkeyhint: "search" });
	input.value = text;
	const form = h("form", { role: "search", class: "search", onsubmit: event => {
		event.preventDefault();
		if (input.value.trim())
			onsearch(input.value.trim());
	} }, input, h("button", { type: "submit", class: "icon", "aria-label": app.say("searchButton") }, icon("search")));
	return { form, input };
}

function articleList(app, articles) {
	return h("ul", { class: "list" }, articles.map(article => h("li", {}, h("button", { type: "button", class: "row",
		onclick: () => app.go("article", { slug: article.slug }) }, icon("page"), h("span", {}, h("b", {}, article.title),
	h("small", {}, article.passage_html ? safeHtml(article.passage_html) : article.summary || ""))))));
}

function choice(app, name, label, hint, onclick) {
	return h("button", { type: "button", class: "row", onclick }, icon(name), h("span", {}, h("b", {}, app.say(label)), h("small", { class: hint }, app.say(hint))));
}

// What their plan has, what the next one brings, and who answers in the chat now.
function showEntitlement(app, { plan_tier, plan_name, channels, next_plan, is_open, chat_url }, talk, line) {
	const { say } = app;
	const names = new Intl.ListFormat(say.language).format(channels.map(channel => say(channel + "_")));

	talk.hidden = !chat_url && !app.settings.chat;
	if (!is_open || !channels.includes("chat"))
		talk.querySelector("small").textContent = say("talkBot");
	if (plan_tier)
		line.textContent = say("plan", { plan: plan_name, channels: names }) +
			(next_plan ? " " + say("nextPlan", { plan: next_plan.name, channel: say(next_plan.brings + "_") }) : "");
}

export function homeScreen(app) {
	const { say, api, settings } = app;
	const first = api.user && api.user.name.trim().split(/\s+/)[0];
	const { form, input } = searchForm(app, "", text => app.go("search", { text }));
	const here = h("div"), plan = h("p", { class: "quiet" }), talk = choice(app, "chat", "talk", "talkHint", () => app.go("chat"));
	const node = h("div", { class: "home" }, h("p", { class: "greeting" }, first ? say("greetingName", { name: first }) : say("greeting")), form, here,
		h("div", { class: "choices" }, talk,
			choice(app, "mail", "write", "writeHint", () => app.go("contact")),
			api.token && choice(app, "ticket", "myTickets", "myTicketsHint", () => app.go("tickets"))), plan);

	api.get("/support/kb/contextual", { url: location.href.split("#")[0].slice(0, 2000), module: settings.module, language: say.language })
		.then(({ items }) => items.length && here.replaceChildren(h("h3", {}, say("forThisPage")), articleList(app, items.slice(0, 4))), () => {});
	app.entitlement().then(entitled => showEntitlement(app, entitled, talk, plan), () => {});
	return { title: say("help"), node, focus: matchMedia("(pointer: coarse)").matches ? null : input };
}

export function searchScreen(app, params) {
	const { say, api } = app;
	const results = h("div", { class: "results" });
	const { form, input } = searchForm(app, params.text, text => {
		params.text = text;
		find();
	});
	const askUs = () => h("p", {}, h("button", { type: "button", class: "plain", onclick: () => app.go("chat", { text: params.text }) }, say("askUs")));

	function find() {
		const asked = params.text;
		app.load(results, async () => {
			const got = await api.get("/support/kb/articles", { q: asked, language: say.language, limit: 10 });
			if (asked !== params.text)
				return [...results.childNodes];
			const n = got.items.length, words = n === 0 ? say("foundNothing") : n === 1 ? say("foundOne") : say("found", { n });
			app.announce(words);
			return [got.corrected && h("p", { class: "quiet" }, say("searchedFor", { text: got.corrected })),
				n > 0 && got.is_sure === false && h("p", { class: "quiet" }, say("notSure")), n ? articleList(app, got.items) : h("p", {}, words), askUs()];
		});
	}
	find();
	return { title: say("searchButton"), node: h("div", {}, form, results), focus: input };
}

function feedback(app, article) {
	const { say, api } = app;
	const box = h("div", { class: "feedback", role: "group", "aria-label": say("helped") });
	const vote = async helpful => {
		try {
			await api.post(`/support/kb/articles/${article.id}/feedback`, { helpful });
			const words = say(helpful ? "helpedThanks" : "notHelpedThanks");
			box.replaceChildren(h("p", {}, words),
				helpful ? "" : h("button", { type: "button", class: "plain", onclick: () => app.go("chat", { text: article.title }) }, say("askUs")));
			app.announce(words);
		} catch (error) {
			box.append(app.failure(error));
		}
	};
	box.append(h("span", {}, say("helped")), h("button", { type: "button", class: "plain", onclick: () => vote(true) }, say("yes")),
		h("button", { type: "button", class: "plain", onclick: () => vote(false) }, say("no")));
	return box;
}

// A link to another article of ours stays in here.
function stayInside(app, event) {
	const anchor = event.target.closest("a[href]");
	const slug = anchor && articleOf(app, anchor.href);
	if (!slug || event.ctrlKey || event.metaKey || event.shiftKey)
		return;
	event.preventDefault();
	app.go("article", { slug });
}

export function articleOf(app, href) {
	const url = new URL(href, app.settings.api);
	const found = url.origin === new URL(app.settings.api).origin && /\/(?:articles|help(?:\/[a-z]{2})?)\/([^/?#]+)\/?$/.exec(url.pathname);
	return found ? decodeURIComponent(found[1]) : null;
}

export function articleScreen(app, { slug }) {
	const { say, api } = app;
	const node = h("div", { class: "article", onclick: event => stayInside(app, event) });

	app.load(node, async () => {
		const article = await api.get("/support/kb/articles/" + encodeURIComponent(slug));
		app.heading.textContent = article.title;
		return [article.language && article.language !== say.language && h("p", { class: "quiet" }, otherLanguage(app, article)),
			h("div", { class: "prose", lang: article.language || null, dir: "auto" }, safeHtml(article.body_html, app.settings.api)),
			article.video_url && h("p", {}, link(article.video_url, say("video"))), feedback(app, article)];
	});
	return { title: say("loading"), node };
}

function otherLanguage(app, article) {
	const same = (article.translations || []).find(one => one.language === app.say.language);
	return same ? h("button", { type: "button", class: "plain", onclick: () => app.replace("article", { slug: same.slug }) }, same.title) :
		app.say("inLanguage");
}
