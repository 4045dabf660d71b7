// merge.js - this ticket goes into another one: by number, or one of the same customer's.
import { html, useEffect, useState } from '../lib/html.js';
import { api } from '../lib/api.js';
import { ago } from '../lib/format.js';
import { complain } from '../lib/notes.js';
import { go, route } from '../lib/route.js';
import { merge, ticket } from '../lib/ticket.js';
import { t } from '../lib/text.js';
import { Dialog } from './dialog.js';

export function MergeDialog({ onClose }) {
	const [into, setInto] = useState('');
	const [near, setNear] = useState([]);
	const { number, requester } = ticket.value;

	useEffect(() => {
		api.get('support/tickets', { contact_id: requester?.contact_id, limit: 10 })
			.then(page => setNear(page.items.filter(item => item.number !== number && !item.merged_into))).catch(() => {});
	}, []);

	async function onSubmit(event) {
		event.preventDefault();
		try {
			const stays = await merge(into.trim().replace('#', ''));
			onClose();
			go(route.value.view, stays.number);
		} catch (why) {
			complain(why);
		}
	}
	return html`
		<${Dialog} title=${t('merge.title', { number })} onClose=${onClose}>
			<form onSubmit=${onSubmit}>
				<p class="soft">${t('merge.lead')}</p>
				<label class="field"><span>${t('merge.into')}</span>
					<input required pattern="#?[0-9]+" inputmode="numeric" value=${into} onInput=${event => setInto(event.target.value)} autofocus /></label>
				${near.length > 0 && html`<fieldset class="near"><legend>${t('merge.near')}</legend>
					${near.map(item => html`<label key=${item.id}><input type="radio" name="near" checked=${into === String(item.number)}
						onChange=${() => setInto(String(item.number))} /> <span>#${item.number} ${item.subject} <small>${ago(item.created_at)}</small></span></label>`)}</fieldset>`}
				<div class="row end"><button class="button primary">${t('merge')}</button></div>
			</form>
		<//>`;
}
