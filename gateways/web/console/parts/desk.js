// desk.js - the whole screen of an agent: views, list, ticket; and the watches that keep them fresh.
import { html, signal, useEffect } from '../lib/html.js';
import { counts, loadCounts } from '../lib/counts.js';
import { bind } from '../lib/keys.js';
import { filters, loadList, visible } from '../lib/list.js';
import { isOffline, watch } from '../lib/live.js';
import { agents, mailboxes } from '../lib/people.js';
import { go, route } from '../lib/route.js';
import { lookAtTicket, openTicket } from '../lib/ticket.js';
import { t } from '../lib/text.js';
import { VIEWS, viewOf } from '../lib/views.js';
import { Help } from './help.js';
import { Held } from './held.js';
import { Side } from './side.js';
import { Ticket } from './ticket.js';
import { TicketList } from './ticketlist.js';

const LIST_MS = 5000, TICKET_MS = 3000, COUNTS_MS = 20000;

export const isHelpOpen = signal(false);
export const isMenuOpen = signal(false);

function step(by) {
	const { view, ticket } = route.value;
	const items = visible.value;
	const at = items.findIndex(item => String(item.number) === ticket);
	const next = items[at < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, at + by))];
	if (next?.number) go(view, next.number);
}

const keys = () => [
	{ key: '?', label: 'keys.help', run: () => { isHelpOpen.value = true; } },
	{ key: 'j', label: 'keys.next', run: () => step(1) },
	{ key: 'k', label: 'keys.previous', run: () => step(-1) },
	{ key: '/', label: 'keys.search', run: () => document.getElementById('words')?.focus() },
	{ key: 'Escape', label: 'keys.escape', run: event => {
		if (document.querySelector('dialog[open]')) return false;
		if (event.target.closest?.('input, textarea, select')) event.target.blur();
		else go(route.value.view);
	} },
	...VIEWS.filter(view => view.key).map(view => ({ key: view.key, label: `view.${view.id}`, run: () => go(view.id) })),
];

export function Desk() {
	const { view, ticket } = route.value;

	useEffect(() => bind(keys()), []);
	useEffect(() => {
		agents.load().catch(() => {});
		mailboxes.load().catch(() => {});
		return watch(COUNTS_MS, loadCounts);
	}, []);
	useEffect(() => watch(LIST_MS, () => loadList(view)), [view, filters.value]);
	useEffect(() => {
		openTicket(ticket);
		return ticket ? watch(TICKET_MS, lookAtTicket) : undefined;
	}, [ticket]);
	useEffect(() => {
		isMenuOpen.value = false;
		const waiting = counts.value.mine;
		document.title = `${ticket ? `#${ticket} · ` : ''}${t(`view.${view}`)}${waiting > 0 ? ` (${waiting})` : ''} · supportd`;
	}, [view, ticket, counts.value.mine]);

	return html`
		<div class=${`desk ${ticket ? 'has-ticket' : ''} ${isMenuOpen.value ? 'has-menu' : ''}`}>
			<a class="skip" href="#main" onClick=${event => { event.preventDefault(); document.getElementById('main').focus(); }}>${t('skip')}</a>
			<${Side} />
			${viewOf(view).held ? html`<${Held} />` : html`<${TicketList} />`}
			<main id="main" tabindex="-1" aria-label=${t('conversation')}>
				${isOffline.value && html`<p class="banner" role="status">${t('error.offline')}</p>`}
				<${Ticket} key=${ticket} />
			</main>
			${isHelpOpen.value && html`<${Help} onClose=${() => { isHelpOpen.value = false; }} />`}
		</div>`;
}
