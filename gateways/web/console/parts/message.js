// message.js - one message: who, when, what; the rest on demand.
import { html, useState } from '../lib/html.js';
import { ago, exact, initials } from '../lib/format.js';
import { saveOriginal } from '../lib/save.js';
import { ticket } from '../lib/ticket.js';
import { t, wordOf } from '../lib/text.js';
import { Attachments } from './attachments.js';
import { Delivery } from './delivery.js';
import { MailFrame } from './mailframe.js';
import { isSplitting, toggleSplit, toSplit } from './split.js';

const LINK = /\bhttps?:\/\/[^\s<>"')\]]+[^\s<>"')\].,;:!?]/g;

// Text as it was written, with addresses that can be followed.
export function Plain({ text }) {
	const parts = [];
	let at = 0;
	for (const found of text.matchAll(LINK)) {
		parts.push(text.slice(at, found.index), html`<a href=${found[0]} target="_blank" rel="noopener noreferrer nofollow">${found[0]}</a>`);
		at = found.index + found[0].length;
	}
	parts.push(text.slice(at));
	return html`<div class="plain">${parts}</div>`;
}

// A mail without a name may come from somebody who is known.
const nameOf = message => message.sender_name || ticket.value?.participants?.find(one => one.address === message.sender_address)?.name ||
	message.sender_address || t(`sender.${message.sender_type}`);

// A mail that fails its sender's own DMARC policy may be from anybody: this is said where the name stands.
const Trust = ({ message }) => message.dmarc === 'fail' && html`<span class="mark bad" title=${message.auth_results || ''}>${t('dmarc.fail')}</span>`;

function Body({ message }) {
	const isCut = Boolean(message.quoted || message.signature);
	const [isFormatted, setFormatted] = useState(Boolean(message.body_html) && !isCut);
	const [isWhole, setWhole] = useState(false);
	return html`
		${isFormatted
			? html`<${MailFrame} message=${message} />`
			: html`<${Plain} text=${message.body} />
				${isWhole && message.signature && html`<div class="quoted"><${Plain} text=${message.signature} /></div>`}
				${isWhole && message.quoted && html`<blockquote class="quoted"><${Plain} text=${message.quoted} /></blockquote>`}`}
		<div class="row message-more">
			${isCut && !isFormatted && html`<button class="button tiny" aria-expanded=${isWhole} onClick=${() => setWhole(!isWhole)}>
				${isWhole ? t('quoted.hide') : message.quoted ? t('quoted.show') : t('signature.show')}</button>`}
			${message.body_html && html`<button class="button tiny" aria-pressed=${isFormatted} onClick=${() => setFormatted(!isFormatted)}>
				${isFormatted ? t('format.plain') : t('format.html')}</button>`}
			${message.has_original && html`<button class="button tiny"
				onClick=${() => saveOriginal(`support/messages/${message.id}/original`, message.id)}>${t('original')}</button>`}
		</div>`;
}

function SplitBox({ message }) {
	return html`<label class="split-box"><input type="checkbox" checked=${toSplit.value.has(message.id)} onChange=${() => toggleSplit(message.id)} />
		<span class="unseen">${t('split.pick', { name: nameOf(message) })}</span></label>`;
}

export function Message({ message }) {
	const kind = message.is_internal ? 'internal' : message.sender_type;
	const name = nameOf(message);
	return html`
		<li class=${`message ${kind}`} id=${`message-${message.seq}`}>
			<article aria-label=${t('message.by', { name })}>
				<header>
					${isSplitting.value && html`<${SplitBox} message=${message} />`}
					<span class="face" aria-hidden="true">${initials(name)}</span>
					<span class="message-who"><strong>${name}</strong>
						${message.sender_address && message.sender_address !== name && html` <small>${message.sender_address}</small>`}</span>
					<${Trust} message=${message} />
					${message.is_internal && html`<span class="mark note-mark">${t('note')}</span>`}
					${message.sender_type !== 'agent' && message.channel !== 'email' && html`<span class="mark">${wordOf('channel', message.channel)}</span>`}
					<time title=${exact(message.created_at)}>${ago(message.created_at)}</time>
				</header>
				<${Body} message=${message} />
				<${Attachments} message=${message} />
				<${Delivery} message=${message} />
			</article>
		</li>`;
}
