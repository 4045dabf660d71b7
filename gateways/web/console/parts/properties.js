// properties.js - status, severity, category, owner and subject of the ticket.
import { html, useEffect, useState } from '../lib/html.js';
import { complain } from '../lib/notes.js';
import { exact } from '../lib/format.js';
import { agents } from '../lib/people.js';
import { me } from '../lib/session.js';
import { assign, change, ticket } from '../lib/ticket.js';
import { t, wordOf } from '../lib/text.js';
import { CATEGORIES, SEVERITIES, STATUSES } from '../lib/views.js';

// Shows at once what was chosen, and what is true when the server said no.
function Choice({ id, label, value, options, onChoose }) {
	const [chosen, setChosen] = useState(null);
	useEffect(() => setChosen(null), [value]);
	async function onChange(event) {
		setChosen(event.target.value);
		try {
			await onChoose(event.target.value);
		} catch (why) {
			setChosen(null);
			complain(why);
		}
	}
	return html`
		<label class="field"><span>${label}</span>
			<select id=${id} value=${chosen ?? value} onChange=${onChange}>
				${options.map(([code, text]) => html`<option key=${code} value=${code} selected=${code === (chosen ?? value)}>${text}</option>`)}
			</select></label>`;
}

function ownersOf(current) {
	const active = agents.items.value.filter(agent => agent.is_active);
	const rows = active.map(agent => [agent.id, `${agent.display_name}${agent.is_available ? '' : ` (${t('presence.away')})`}`]);
	if (current && !rows.some(([id]) => id === current)) rows.push([current, ticket.value.assignee_name || t('person.unknown')]);
	return [['', t('nobody')], ...rows];
}

const categoriesOf = current => [...new Set([...CATEGORIES, current])].map(name => [name, wordOf('category', name)]);

export function Properties() {
	const { status, severity, category, assigned_to: owner, sla_response_by: due, first_response_at: answered } = ticket.value;
	const isMine = owner === me()?.id || owner === me()?.user_id;
	return html`
		<section class="card" aria-label=${t('properties')}>
			<${Choice} id="status" label=${t('status')} value=${status} options=${STATUSES.map(word => [word, t(`status.${word}`)])}
				onChoose=${value => change({ status: value })} />
			<${Choice} id="assignee" label=${t('owner')} value=${owner || ''} options=${ownersOf(owner)} onChoose=${value => assign(value || null)} />
			${!isMine && html`<button class="button small" onClick=${() => assign('me').catch(complain)}>${t('take')}</button>`}
			<${Choice} id="severity" label=${t('severity')} value=${severity} options=${SEVERITIES.map(word => [word, `${word} · ${t(`severity.${word}`)}`])}
				onChoose=${value => change({ severity: value })} />
			<${Choice} id="category" label=${t('category')} value=${category} options=${categoriesOf(category)} onChoose=${value => change({ category: value })} />
			${due && !answered && html`<p class=${Date.parse(due) < Date.now() ? 'late' : 'soft'}>${t('due')} ${exact(due)}</p>`}
		</section>`;
}
