// notes.js - the edge of the screen: what was done, what failed.
import { html, useEffect, useState } from '../lib/html.js';
import { dismiss, notes } from '../lib/notes.js';
import { t } from '../lib/text.js';

function Countdown({ until }) {
	const [now, setNow] = useState(Date.now());
	useEffect(() => {
		const timer = setInterval(() => setNow(Date.now()), 500);
		return () => clearInterval(timer);
	}, []);
	return html`<span class="countdown" aria-hidden="true">${Math.max(0, Math.ceil((until - now) / 1000))} s</span>`;
}

function Note({ note }) {
	const act = () => {
		dismiss(note.id);
		note.action.run();
	};
	return html`
		<div class=${`note ${note.isError ? 'bad' : ''}`}>
			<span>${note.text}</span>
			${note.until && html`<${Countdown} until=${note.until} />`}
			${note.action && html`<button class="button small" onClick=${act}>${note.action.label}</button>`}
			<button class="icon" aria-label=${t('close')} onClick=${() => dismiss(note.id)}>×</button>
		</div>`;
}

export const Notes = () => html`
	<div class="notes">
		<div role="status">${notes.value.filter(one => !one.isError).map(note => html`<${Note} key=${note.id} note=${note} />`)}</div>
		<div role="alert">${notes.value.filter(one => one.isError).map(note => html`<${Note} key=${note.id} note=${note} />`)}</div>
	</div>`;
