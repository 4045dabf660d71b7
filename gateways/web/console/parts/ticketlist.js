// ticketlist.js - the tickets of a view: narrowed down, loaded page by page.
import { html, useEffect, useRef } from '../lib/html.js';
import { filters, list, loadMore, resetFilters, visible, words } from '../lib/list.js';
import { refresh } from '../lib/live.js';
import { mailboxes } from '../lib/people.js';
import { go, route } from '../lib/route.js';
import { t } from '../lib/text.js';
import { CATEGORIES, SEVERITIES, STATUSES, viewOf } from '../lib/views.js';
import { Empty, Failed, Skeleton } from './states.js';
import { TicketRow } from './ticketrow.js';

const Filter = ({ name, values, textOf }) => html`
	<label><span class="unseen">${t(`filter.${name}`)}</span>
		<select value=${filters.value[name]} onChange=${event => { filters.value = { ...filters.value, [name]: event.target.value }; }}>
			<option value="">${t(`filter.${name}`)}</option>
			${values.map(value => html`<option key=${value} value=${value}>${textOf(value)}</option>`)}
		</select></label>`;

// A number and Enter opens that ticket, wherever it is.
function onWords(event) {
	if (event.key === 'Enter' && /^#?\d+$/.test(words.value.trim())) {
		go(route.value.view, words.value.trim().replace('#', ''));
		words.value = '';
		event.target.blur();
	} else if (event.key === 'Enter' && visible.value[0]) {
		go(route.value.view, visible.value[0].number);
		event.target.blur();
	}
}

export const ListHead = ({ title, children }) => html`
	<header class="list-head">
		<h1>${title}</h1>
		<label class="words"><span class="unseen">${t('search')}</span>
			<input id="words" type="search" placeholder=${t('search')} value=${words.value} autocomplete="off"
				onInput=${event => { words.value = event.target.value; }} onKeyDown=${onWords} /></label>
		${children}
	</header>`;

function More() {
	const end = useRef();
	useEffect(() => {
		const watcher = new IntersectionObserver(entries => entries.some(entry => entry.isIntersecting) && loadMore(), { rootMargin: '300px' });
		watcher.observe(end.current);
		return () => watcher.disconnect();
	}, [list.value.next]);
	return html`<p ref=${end} class="more"><button class="button" disabled=${list.value.isLoading} onClick=${loadMore}>${t('list.more')}</button></p>`;
}

function Body() {
	const { items, problem, next } = list.value;
	const hasFilter = words.value.trim() || Object.values(filters.value).some(Boolean);
	if (!items && problem) return html`<${Failed} problem=${problem} onRetry=${refresh} />`;
	if (!items) return html`<${Skeleton} rows=${8} />`;
	if (!visible.value.length && hasFilter)
		return html`<${Empty} text=${t('empty.filter')} hint=${next ? t('empty.filter.more') : ''}>
			<button class="button" onClick=${resetFilters}>${t('filter.reset')}</button><//>`;
	if (!items.length) return html`<${Empty} text=${t(`empty.${route.value.view}`)} hint=${t(`empty.${route.value.view}.hint`)} />`;
	return html`
		<ul class="tickets">${visible.value.map(item => html`<${TicketRow} key=${item.id} item=${item} isOpen=${String(item.number) === route.value.ticket} />`)}</ul>
		${next && html`<${More} />`}`;
}

export function TicketList() {
	const view = viewOf(route.value.view);
	return html`
		<section class="list" aria-label=${t(`view.${view.id}`)} aria-busy=${!list.value.items}>
			<${ListHead} title=${t(`view.${view.id}`)}>
				<div class="filters">
					<${Filter} name="severity" values=${SEVERITIES} textOf=${value => value} />
					<${Filter} name="status" values=${STATUSES} textOf=${value => t(`status.${value}`)} />
					<${Filter} name="category" values=${CATEGORIES} textOf=${value => t(`category.${value}`)} />
					${mailboxes.items.value.length > 1 && html`<${Filter} name="mailbox" values=${mailboxes.items.value.map(box => box.name)} textOf=${value => value} />`}
				</div>
			<//>
			<div class="list-body"><${Body} /></div>
		</section>`;
}
