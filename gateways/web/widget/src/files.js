// files.js - attaching: by choosing, dropping or pasting a screenshot. Each file is uploaded at once, and named by id later.

import { h, icon, iconButton } from "./dom.js";

const most = 10;

export class Files {
	constructor(app, { onchange = () => {} } = {}) {
		Object.assign(this, { app, onchange, items: [] });
		this.input = h("input", { type: "file", multiple: true, class: "unseen", tabindex: -1, "aria-hidden": "true", onchange: () => {
			this.add(this.input.files);
			this.input.value = "";
		} });
		this.list = h("ul", { class: "files" });
		this.error = h("div");
		this.node = h("div", {}, this.input, this.list, this.error);
	}

	button(props) {
		const label = this.app.say("attach");
		return props ? iconButton("clip", label, () => this.input.click(), props) :
			h("button", { type: "button", class: "plain", onclick: () => this.input.click() }, icon("clip"), label);
	}

	// Takes what is pasted or dropped on an element.
	listen(element) {
		element.addEventListener("paste", event => this.take(event, event.clipboardData));
		element.addEventListener("dragover", event => event.preventDefault());
		element.addEventListener("drop", event => this.take(event, event.dataTransfer));
	}

	take(event, data) {
		if (!data || !data.files.length)
			return;
		event.preventDefault();
		this.add(data.files);
	}

	add(files) {
		this.error.replaceChildren();
		for (const file of files) {
			if (this.items.length >= most) {
				this.error.replaceChildren(h("p", { class: "error", role: "alert" }, this.app.say("tooMany", { n: most })));
				return;
			}
			this.upload(file);
		}
	}

	async upload(file) {
		const { say, api } = this.app;
		const isPasted = file.name === "image.png";	/* what browsers call a screenshot */
		const name = isPasted ? say("screenshot") + ".png" : file.name;
		const item = { name, row: h("li", {}, say("uploading", { name })) };

		this.items.push(item);
		this.list.append(item.row);
		item.done = (async () => {
			try {
				item.id = (await api.upload(file, name)).id;
				item.row.replaceChildren(name, iconButton("close", say("remove", { name }), () => this.remove(item)));
				this.app.announce(say("attached", { name }));
			} catch (error) {
				this.remove(item);
				this.error.replaceChildren(this.app.failure(error));
			}
			this.onchange();
		})();
	}

	remove(item) {
		item.row.remove();
		this.items = this.items.filter(other => other !== item);
		this.onchange();
	}

	// Their ids, once all are up.
	async ids() {
		await Promise.all(this.items.map(item => item.done));
		return this.items.map(item => item.id);
	}

	clear() {
		this.items = [];
		this.list.replaceChildren();
	}
}
