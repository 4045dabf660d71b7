// ticket.js - the ticket that is open: head, conversation, answer, and what is known around it.
import { html, signal, useEffect } from '../lib/html.js';
import { exact } from '../lib/format.js';
import { bind } from '../lib/keys.js';
import { refresh } from '../lib/live.js';
import { complain, say } from '../lib/notes.js';
import { linkTo, route } from '../lib/route.js';
import { assign, change, ticket, trouble, unmerge } from '../lib/ticket.js';
import { t } from '../lib/text.js';
import { viewOf } from '../lib/views.js';
import { Composer, startWriting } from './composer.js';
import { Conversation } from './conversation.js';
import { Customer } from './customer.js';
import { MergeDialog } from './merge.js';
import { Participants } from './participants.js';
import { Properties } from './properties.js';
import { isSplitting, SplitBar } from './split.js';
import { Empty, Failed, Skeleton } from './states.js';
import { Severity } from './ticketrow.js';
import { Triage } from './triage.js';

export const openDialog = signal(null);	// 'merge' or null

const focusOn = id => () => {
	const field = document.getElementById(id);
	field?.closest('details')?.setAttribute('open', '');
	field?.focus();
};

const keys = () => [
	{ key: 'r', label: 'keys.reply', run: () => startWriting('reply') },
	{ key: 'n', label: 'keys.note', run: () => startWriting('note') },
	{ key: 'a', label: 'keys.assign', run: focusOn('assignee') },
	{ key: 'i', label: 'keys.me', run: () => { assign('me').then(() => say(t('assigned.me')), complain); } },
	{ key: 's', label: 'keys.status', run: focusOn('status') },
	{ key: 'p', label: 'keys.severity', run: focusOn('severity') },
	{ key: 'c', label: 'keys.category', run: focusOn('category') },
	{ key: 'e', label: 'keys.resolve', run: () => { change({ status: 'resolved' }).then(() => say(t('resolved')), complain); } },
	{ key: 'm', label: 'keys.merge', run: () => { openDialog.value = 'merge'; } },
	{ key: 'x', label: 'keys.split', run: () => { isSplitting.value = !isSplitting.value; } },
];

function Head() {
	const { number, subject, severity, status, created_at: created, merged_into: merged } = ticket.value;
	const back = () => unmerge(number).then(() => say(t('merge.undone', { number })), complain);
	return html`
		<header class="ticket-head">
			<a class="back button small" href=${linkTo(route.value.view)}>← ${t('back')}</a>
			<div class="ticket-title">
				<h2>${subject}</h2>
				<p class="line marks"><${Severity} value=${severity} /><span class=${`status ${status}`}>${t(`status.${status}`)}</span>
					<span class="soft">#${number} · ${t('opened')} <time>${exact(created)}</time></span></p>
			</div>
			<div class="row actions">
				<button class="button small" onClick=${() => { openDialog.value = 'merge'; }}>${t('merge')}</button>
				<button class="button small" aria-pressed=${isSplitting.value} onClick=${() => { isSplitting.value = !isSplitting.value; }}>${t('split')}</button>
			</div>
		</header>
		${merged && html`<p class="banner">${t('merge.is')} <button class="button small" onClick=${back}>${t('merge.undo')}</button></p>`}
		<${SplitBar} />`;
}

function Loaded() {
	const { id, is_triage: isTriage } = ticket.value;
	useEffect(() => bind(keys()), []);
	useEffect(() => () => {
		isSplitting.value = false;
		openDialog.value = null;
	}, [id]);
	return html`
		<div class="ticket">
			<div class="ticket-main">
				<${Head} />
				<${Conversation} />
				<${Composer} key=${id} id=${id} />
			</div>
			<aside class="around" aria-label=${t('around')}>
				${isTriage && html`<${Triage} />`}
				<${Properties} />
				<${Customer} />
				<${Participants} />
			</aside>
			${openDialog.value === 'merge' && html`<${MergeDialog} onClose=${() => { openDialog.value = null; }} />`}
		</div>`;
}

export function Ticket() {
	if (!route.value.ticket) return html`<${Empty} text=${t(viewOf(route.value.view).held ? 'empty.ticket.decide' : 'empty.ticket')} hint=${t(viewOf(route.value.view).held ? 'empty.ticket.held' : 'empty.ticket.hint')} />`;
	if (trouble.value) return html`<${Failed} problem=${trouble.value} onRetry=${refresh} />`;
	if (String(ticket.value?.number) !== route.value.ticket) return html`<${Skeleton} rows=${4} />`;
	return html`<${Loaded} />`;
}
