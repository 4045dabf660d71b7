// held.js - mail that waits for an agent's yes: whoever wrote it does not belong to the ticket, or may not be who they say.
import { html, useState } from '../lib/html.js';
import { api } from '../lib/api.js';
import { ago, exact, size } from '../lib/format.js';
import { list, loadMore, visible } from '../lib/list.js';
import { refresh } from '../lib/live.js';
import { complain, say } from '../lib/notes.js';
import { saveOriginal } from '../lib/save.js';
import { route } from '../lib/route.js';
import { t, wordOf } from '../lib/text.js';
import { Empty, Failed, Skeleton } from './states.js';
import { ListHead } from './ticketlist.js';

function HeldMail({ mail }) {
	const [isBusy, setBusy] = useState(false);
	async function act(what, body, text) {
		setBusy(true);
		try {
			await api.post(`support/held/${mail.id}/${what}`, body);
			say(text);
			refresh();
		} catch (why) {
			complain(why);
			setBusy(false);
		}
	}
	return html`
		<li class="held-mail">
			<span class="line"><span class="from">${mail.sender_address}</span>
				<time class="soft" title=${exact(mail.received_at)}>${ago(mail.received_at)}</time></span>
			<strong>${mail.subject || t('subject.none')}</strong>
			<span class="soft">${wordOf('reason', mail.reason)}${mail.detail ? ` — ${mail.detail}` : ''} · ${size(mail.size)}</span>
			<div class="row">
				${mail.ticket_id && html`<button class="button small primary" disabled=${isBusy} onClick=${() => act('approve', {}, t('held.joined'))}>${t('held.join')}</button>`}
				<button class="button small" disabled=${isBusy} onClick=${() => act('approve', { as_new: true }, t('held.opened'))}>${t('held.new')}</button>
				<button class="button small danger" disabled=${isBusy} onClick=${() => act('refuse', {}, t('held.refused'))}>${t('held.refuse')}</button>
				<button class="button small" onClick=${() => saveOriginal(`admin/intake/${mail.id}/original`, mail.id)}>${t('original')}</button>
			</div>
		</li>`;
}

function Body() {
	const { items, problem, next, isLoading } = list.value;
	if (!items && problem) return html`<${Failed} problem=${problem} onRetry=${refresh} />`;
	if (!items) return html`<${Skeleton} rows=${4} />`;
	if (!items.length) return html`<${Empty} text=${t('empty.held')} hint=${t('empty.held.hint')} />`;
	return html`
		<ul class="tickets">${visible.value.map(mail => html`<${HeldMail} key=${mail.id} mail=${mail} />`)}</ul>
		${next && html`<p class="more"><button class="button" disabled=${isLoading} onClick=${loadMore}>${t('list.more')}</button></p>`}`;
}

export const Held = () => html`
	<section class="list" aria-label=${t(`view.${route.value.view}`)}>
		<${ListHead} title=${t('view.held')}><p class="soft">${t('held.lead')}</p><//>
		<div class="list-body"><${Body} /></div>
	</section>`;
