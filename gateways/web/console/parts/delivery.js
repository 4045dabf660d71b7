// delivery.js - what became of a message on its way out, and what can still be done about it.
import { html, useEffect, useState } from '../lib/html.js';
import { complain, say } from '../lib/notes.js';
import { outgoing, retryMail } from '../lib/ticket.js';
import { t, wordOf } from '../lib/text.js';
import { takeBack } from './composer.js';

function useClock(isOn) {
	const [now, setNow] = useState(Date.now());
	useEffect(() => {
		if (!isOn) return undefined;
		const timer = setInterval(() => setNow(Date.now()), 500);
		return () => clearInterval(timer);
	}, [isOn]);
	return now;
}

function Waiting({ message, row }) {
	const now = useClock(true);
	const left = row ? Math.ceil((Date.parse(row.next_attempt_at) - now) / 1000) : null;
	if (row && row.tries > 0) return html`<span class="delivery bad">${t('delivery.again', { detail: row.detail || '' })}</span>`;
	return html`<span class="delivery waiting">${left > 0 ? t('delivery.in', { seconds: left }) : t('delivery.waiting')}</span>
		<button class="button tiny" onClick=${() => takeBack(message)}>${t('undo')}</button>`;
}

const isProblem = state => state === 'failed' || state === 'unknown' || state === 'cancelled';

export function Delivery({ message }) {
	const state = message.delivery_state;
	const row = outgoing.value[message.id];
	const again = () => retryMail(row.id).then(() => say(t('delivery.retried')), complain);
	if (!state && !message.bounces?.length) return null;
	return html`
		<footer class="row deliveries">
			${state === 'waiting' && html`<${Waiting} message=${message} row=${row} />`}
			${state && state !== 'waiting' && html`<span class=${`delivery ${state}`}>${t(`delivery.${state}`)}${isProblem(state) && row?.detail ? ` — ${row.detail}` : ''}</span>`}
			${isProblem(state) && row && html`<button class="button tiny" onClick=${again}>${t('delivery.retry')}</button>`}
			${(message.bounces || []).map(bounce => html`<span key=${bounce.address} class="delivery failed" title=${bounce.diagnostic || ''}>
				${t(bounce.is_hard ? 'bounce.hard' : 'bounce.soft', { address: bounce.address || '' })}
				${bounce.reason ? ` — ${wordOf('bounce', bounce.reason)}` : ''}</span>`)}
		</footer>`;
}
