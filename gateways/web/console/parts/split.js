// split.js - some messages become a ticket of their own.
import { html, signal, useState } from '../lib/html.js';
import { complain, say } from '../lib/notes.js';
import { go, route } from '../lib/route.js';
import { split } from '../lib/ticket.js';
import { t } from '../lib/text.js';

export const isSplitting = signal(false);
export const toSplit = signal(new Set());

export function toggleSplit(id) {
	const next = new Set(toSplit.value);
	if (!next.delete(id)) next.add(id);
	toSplit.value = next;
}

export function SplitBar() {
	const [subject, setSubject] = useState('');
	if (!isSplitting.value) return null;
	async function onSubmit(event) {
		event.preventDefault();
		try {
			const made = await split([...toSplit.value], subject.trim());
			toSplit.value = new Set();
			isSplitting.value = false;
			say(t('split.done', { number: made.number }));
			go(route.value.view, made.number);
		} catch (why) {
			complain(why);
		}
	}
	return html`
		<form class="banner row" onSubmit=${onSubmit}>
			<span>${t('split.lead', { count: toSplit.value.size })}</span>
			<label class="grow"><span class="unseen">${t('split.subject')}</span>
				<input required maxlength="300" placeholder=${t('split.subject')} value=${subject} onInput=${event => setSubject(event.target.value)} /></label>
			<button class="button small primary" disabled=${!toSplit.value.size}>${t('split.go')}</button>
			<button type="button" class="button small" onClick=${() => { isSplitting.value = false; toSplit.value = new Set(); }}>${t('cancel')}</button>
		</form>`;
}
