// contact.js - writing to us: who, what, how bad, and when we promise to answer, before it is sent.

import { h, randomId } from "./dom.js";
import { Files } from "./files.js";

const severities = ["P1", "P2", "P3", "P4"];

export function labelled(app, label, input, hint) {
	input.id = label;
	return h("p", { class: "field" }, h("label", { for: label }, app.say(label)), input,
		hint && h("small", { id: label + "-hint" }, app.say(hint)));
}

// Says what is missing, and goes there. TRUE if nothing is.
export function isComplete(app, form, error) {
	for (const input of form.querySelectorAll("input, textarea, select")) {
		if (!input.willValidate || input.validity.valid)
			continue;
		const field = form.querySelector(`label[for="${input.id}"]`).textContent;
		input.setAttribute("aria-invalid", "true");
		input.addEventListener("input", () => { input.removeAttribute("aria-invalid"); error.replaceChildren(); }, { once: true });
		input.after(error);
		error.replaceChildren(h("p", { class: "error", role: "alert" },
			input.validity.typeMismatch ? app.say("needEmail") : app.say("needField", { field })));
		input.focus();
		return false;
	}
	return true;
}

// A promise for each severity, as the rules and the plan have it.
function promiseLine(app, line, severity) {
	const { say } = app;

	app.entitlement().then(({ plan_tier, plan_name: plan, promises }) => {
		const found = promises.find(one => one.severity === severity.value);
		line.textContent = !found || found.response_seconds == null ? say("noPromise") :
			say(plan_tier ? "promisePlan" : "promise", { plan, time: say.duration(found.response_seconds) }) +
			(found.answer_by ? " " + say("promiseBy", { time: say.time(found.answer_by) }) : "");
	}, () => { line.textContent = ""; });
}

export function contactScreen(app, params) {
	const { say, api } = app;
	const isKnown = Boolean(api.token);
	const name = h("input", { type: "text", autocomplete: "name", maxlength: 200, required: true });
	const email = h("input", { type: "email", autocomplete: "email", maxlength: 254, required: true, "aria-describedby": "email-hint" });
	const subject = h("input", { type: "text", maxlength: 200, required: true });
	const description = h("textarea", { rows: 6, maxlength: 16000, required: true, "aria-describedby": "description-hint" });
	const severity = h("select", { "aria-describedby": "promise", onchange: () => promiseLine(app, promise, severity) },
		severities.map(word => h("option", { value: word, selected: word === "P3" }, say(word))));
	const promise = h("p", { class: "promise", id: "promise", role: "status" });
	const files = isKnown && new Files(app);
	const error = h("div"), clientId = randomId();
	const button = h("button", { type: "submit", class: "main" }, say("send"));
	const form = h("form", { novalidate: true, onsubmit: submit }, !isKnown && labelled(app, "name", name),
		!isKnown && labelled(app, "email", email, "emailHint"), labelled(app, "subject", subject),
		labelled(app, "description", description, isKnown && "descriptionHint"), files && files.node, files && files.button(),
		isKnown && labelled(app, "severity", severity), promise, error, h("p", { class: "quiet" }, say("context")), button);

	async function submit(event) {
		event.preventDefault();
		error.replaceChildren();
		if (!isComplete(app, form, error))
			return;
		button.disabled = true;
		button.textContent = say("sending");
		try {
			await (isKnown ? open() : ask());
		} catch (why) {
			button.before(error);
			error.replaceChildren(app.failure(why));
		}
		button.disabled = false;
		button.textContent = say("send");
	}

	async function open() {
		const { url, metadata } = app.context;
		const ticket = await api.post("/support/tickets", { subject: subject.value.trim(), description: description.value, severity: severity.value,
			context_url: url, context_metadata: metadata, language: say.language, attachments: await files.ids(), client_id: clientId }, api.token, clientId);
		app.replace("ticket", { id: ticket.id, sent: ticket.number });
	}

	// Whoever is not known yet writes into a chat, which is answered by mail where they are not there.
	async function ask() {
		await api.becomeVisitor({ name: name.value.trim(), email: email.value.trim(), language: say.language });
		if (app.link.chat && app.link.chat.state === "closed")
			app.link.reset();
		await app.startChat();
		app.link.connect();
		app.link.say(description.value, { subject: subject.value.trim(), language: say.language, context_url: app.context.url });
		app.replace("chat");
	}

	if (params.text)
		subject.value = params.text;
	if (files)
		files.listen(form);
	promiseLine(app, promise, severity);
	return { title: say("write"), node: form, focus: isKnown ? subject : name };
}
