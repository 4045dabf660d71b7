// triage.js - nobody knows yet whose ticket this is: an agent says so.
import { html, useEffect, useState } from '../lib/html.js';
import { complain, say } from '../lib/notes.js';
import { builders } from '../lib/people.js';
import { change } from '../lib/ticket.js';
import { t } from '../lib/text.js';

export function Triage() {
	const [name, setName] = useState('');
	useEffect(() => { builders.load().catch(complain); }, []);
	const found = builders.items.value.find(one => one.name === name);
	async function onSubmit(event) {
		event.preventDefault();
		if (!found) return complain(new Error(t('triage.unknown', { name })));
		try {
			await change({ builder_id: found.id });
			say(t('triage.done', { name }));
		} catch (why) {
			complain(why);
		}
	}
	return html`
		<form class="card attention" onSubmit=${onSubmit} aria-label=${t('triage')}>
			<h3>${t('triage.title')}</h3>
			<p class="soft">${t('triage.lead')}</p>
			<label class="field"><span>${t('builder')}</span>
				<input list="builders" required value=${name} onInput=${event => setName(event.target.value)} autocomplete="off" /></label>
			<datalist id="builders">${builders.items.value.map(one => html`<option key=${one.id} value=${one.name}>${t(`plan.${one.plan_tier}`)}</option>`)}</datalist>
			<button class="button small primary">${t('triage.go')}</button>
		</form>`;
}
