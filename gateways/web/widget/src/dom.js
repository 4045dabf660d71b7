// dom.js - elements from code. Text is only ever set as text; what the server calls HTML goes through safeHtml.

const svg = "http://www.w3.org/2000/svg";

// Paths of the icons, in a box of 24.
const icons = {
	chat: "M21 12a8 8 0 0 1-11.6 7.2L4 21l1.8-5.4A8 8 0 1 1 21 12Z",
	close: "M6 6l12 12M18 6L6 18",
	back: "M15 5l-7 7 7 7",
	search: "M16 16l5 5M18 10.5a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0Z",
	page: "M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h7",
	mail: "M3 6h18v13H3zM3 7l9 7 9-7",
	ticket: "M4 6h16v4a2 2 0 0 0 0 4v4H4v-4a2 2 0 0 0 0-4z",
	clip: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4L14 7.5",
	send: "M4 12l16-8-6 17-3-7z",
	bell: "M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4",
	mute: "M6 16V11a6 6 0 0 1 9-5.2M18 10v6l2 2H4M10 21h4M3 3l18 18",
};

export function h(tag, props, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(props || {})) {
		if (value == null || value === false)
			continue;
		if (name.startsWith("on"))
			element.addEventListener(name.slice(2), value);
		else
			element.setAttribute(name, value === true ? "" : value);
	}
	element.append(...children.flat().filter(child => child != null && child !== false));
	return element;
}

export function icon(name) {
	const image = document.createElementNS(svg, "svg");
	const path = document.createElementNS(svg, "path");
	image.setAttribute("viewBox", "0 0 24 24");
	image.setAttribute("aria-hidden", "true");
	image.setAttribute("class", name);
	path.setAttribute("d", icons[name]);
	image.append(path);
	return image;
}

export function iconButton(name, label, onclick, props) {
	return h("button", { type: "button", class: "icon", "aria-label": label, title: label, onclick, ...props }, icon(name));
}

// Only a web address or a mail address is ever followed.
export function safeUrl(text, base) {
	try {
		const url = new URL(text, base);
		return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
	} catch {
		return null;
	}
}

export function link(href, ...children) {
	const safe = safeUrl(href, location.href);
	return safe ? h("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, ...children) : h("span", {}, ...children);
}

// Text with its web addresses as links.
export function linked(text) {
	return String(text).split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/).map((part, i) => i % 2 ? link(part, part) : part);
}

const kept = new Set(("A B BLOCKQUOTE BR CAPTION CODE DEL DIV DL DT DD EM FIGCAPTION FIGURE H1 H2 H3 H4 H5 H6 HR I IMG KBD LI MARK " +
	"OL P PRE S SPAN STRONG SUB SUP TABLE TBODY TD TH THEAD TR U UL").split(" "));
const dropped = new Set(("SCRIPT STYLE IFRAME OBJECT EMBED TEMPLATE SVG MATH FORM INPUT TEXTAREA SELECT BUTTON NOSCRIPT LINK META " +
	"BASE AUDIO VIDEO TITLE HEAD").split(" "));

function copy(from, to, base) {
	for (const node of from.childNodes) {
		if (node.nodeType === Node.TEXT_NODE) {
			to.append(node.data);
		} else if (node.nodeType === Node.ELEMENT_NODE) {
			const tag = node.tagName.toUpperCase();
			if (dropped.has(tag))
				continue;
			const href = tag === "A" ? safeUrl(node.getAttribute("href") || "", base) : null;
			const into = tag === "A" ? (href ? to.appendChild(link(href)) : to) : kept.has(tag) ? to.appendChild(document.createElement(tag)) : to;
			if (tag === "IMG")
				keepImage(node, into, base);
			copy(node, into, base);
		}
	}
}

function keepImage(node, into, base) {
	const src = safeUrl(node.getAttribute("src") || "", base);
	if (src && !src.startsWith("mailto:"))
		into.setAttribute("src", src);
	into.setAttribute("alt", node.getAttribute("alt") || "");
	into.setAttribute("loading", "lazy");
}

// The server's HTML is safe already; here only known elements and attributes are copied, out of a document in which nothing runs.
export function safeHtml(html, base) {
	const fragment = document.createDocumentFragment();
	copy(new DOMParser().parseFromString(String(html || ""), "text/html").body, fragment, base);
	return fragment;
}

export const randomId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
