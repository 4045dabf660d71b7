// participants.js - who else gets the mails of this ticket.
import { html, useState } from '../lib/html.js';
import { complain } from '../lib/notes.js';
import { addParticipant, removeParticipant, ticket } from '../lib/ticket.js';
import { t } from '../lib/text.js';

const Person = ({ person }) => html`
	<li><span class="break">${person.name ? html`${person.name} <small>${person.address}</small>` : person.address}
		${person.role !== 'requester' ? '' : html` <span class="mark">${t('requester')}</span>`}</span>
		${person.role !== 'requester' && html`<button class="icon" aria-label=${t('participant.remove', { name: person.name || person.address })}
			onClick=${() => removeParticipant(person.contact_id).catch(complain)}>×</button>`}</li>`;

export function Participants() {
	const [address, setAddress] = useState('');
	async function onSubmit(event) {
		event.preventDefault();
		try {
			await addParticipant({ address: address.trim() });
			setAddress('');
		} catch (why) {
			complain(why);
		}
	}
	return html`
		<section class="card" aria-label=${t('participants')}>
			<h3>${t('participants')}</h3>
			<ul class="participants">${(ticket.value.participants || []).map(person => html`<${Person} key=${person.contact_id} person=${person} />`)}</ul>
			<form class="row" onSubmit=${onSubmit}>
				<label class="grow"><span class="unseen">${t('participant.address')}</span>
					<input type="email" required placeholder=${t('participant.address')} value=${address} onInput=${event => setAddress(event.target.value)} /></label>
				<button class="button small">${t('add')}</button>
			</form>
		</section>`;
}
