// mailframe.js - a mail's HTML. The server has made it safe already; here it stands in a frame that may not run
// scripts whatever it holds, under a policy that loads nothing from elsewhere until somebody clicks.
import { html, useEffect, useRef, useState } from '../lib/html.js';
import { api } from '../lib/api.js';
import { onKey } from '../lib/keys.js';
import { t } from '../lib/text.js';

const SHEET = new URL('../css/mail.css', import.meta.url).pathname;
const TALLEST = 20000;

// The only maker of HTML that our Content-Security-Policy lets through.
const policy = globalThis.trustedTypes?.createPolicy('mail', { createHTML: text => text }) || { createHTML: text => text };

const documentOf = (body, isRemoteAllowed) => `<!doctype html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'none'; style-src-elem 'self'; style-src-attr 'unsafe-inline';
 img-src data: blob:${isRemoteAllowed ? ' https: http:' : ''}; form-action 'none'; base-uri 'none'">
<meta name="referrer" content="no-referrer"><link rel="stylesheet" href="${SHEET}"></head><body>${body}</body></html>`;

// Images that came with the mail: fetched with our token, shown from memory.
async function showInline(page, attachments, urls) {
	for (const image of page.querySelectorAll('img[data-cid]')) {
		const found = attachments.find(one => one.content_id && one.content_id === image.dataset.cid);
		if (!found || !/^image\/(png|jpeg|gif|webp|bmp)$/.test(found.content_type)) continue;
		try {
			const url = URL.createObjectURL(await api.blob(found.url));
			urls.push(url);
			image.src = url;
		} catch { /* its alternative text stays */ }
	}
}

function showRemote(page) {
	for (const image of page.querySelectorAll('img[data-src]')) {
		image.referrerPolicy = 'no-referrer';
		image.src = image.dataset.src;
	}
}

export function MailFrame({ message }) {
	const frame = useRef();
	const [height, setHeight] = useState(80);
	const [remote, setRemote] = useState({ count: 0, isAllowed: false });

	useEffect(() => {
		const urls = [];
		let watcher = null;
		const onLoad = () => {
			const page = frame.current.contentDocument;
			const measure = () => setHeight(Math.min(TALLEST, Math.ceil(page.documentElement.getBoundingClientRect().height) + 2));
			watcher?.disconnect();
			watcher = new ResizeObserver(measure);
			watcher.observe(page.documentElement);
			page.addEventListener('keydown', event => onKey(event));
			if (remote.isAllowed) showRemote(page);
			else setRemote(now => ({ ...now, count: page.querySelectorAll('img[data-src]').length }));
			showInline(page, message.attachments || [], urls);
		};
		frame.current.addEventListener('load', onLoad, { once: true });
		frame.current.srcdoc = policy.createHTML(documentOf(message.body_html, remote.isAllowed));
		return () => {
			watcher?.disconnect();
			urls.forEach(url => URL.revokeObjectURL(url));
		};
	}, [message.id, message.body_html, remote.isAllowed]);

	return html`
		${remote.count > 0 && !remote.isAllowed && html`<p class="remote"><span>${t('images.hidden', { count: remote.count })}</span>
			<button class="button tiny" onClick=${() => setRemote({ ...remote, isAllowed: true })}>${t('images.show')}</button></p>`}
		<iframe ref=${frame} class="mail" title=${t('mail.frame')} style=${`height:${height}px`} referrerpolicy="no-referrer"
			sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"></iframe>`;
}
