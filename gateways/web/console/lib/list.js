// list.js - the tickets (or held mails) of the view that is open: loaded page by page, kept fresh, filtered on the way.
import { batch, computed, signal } from './html.js';
import { api } from './api.js';
import { viewOf } from './views.js';

const PAGE = 30;
const PAGE_MOST = 200;

const empty = { view: null, items: null, next: null, problem: null, isLoading: false };

export const list = signal(empty);
export const filters = signal({ severity: '', mailbox: '', category: '', status: '' });
export const words = signal('');	// what was typed to narrow the list down

export const mailboxes = signal([]);

const pathOf = view => (view.held ? 'support/held' : 'support/tickets');

function queryOf(view) {
	const chosen = filters.value;
	if (view.held) return { mailbox: chosen.mailbox };
	return { ...view.query, ...Object.fromEntries(Object.entries(chosen).filter(([, value]) => value)) };
}

const nameOf = view => JSON.stringify([view.id, view.held ? chosenMailbox() : filters.value]);
const chosenMailbox = () => filters.value.mailbox;

// As many as are shown are asked for again, so that what left the view leaves the list; beyond the most that one
// answer holds, the tail stays as it was.
export async function loadList(id) {
	const view = viewOf(id);
	const name = nameOf(view);
	const shown = list.value.name === name ? list.value.items || [] : [];
	if (list.value.name !== name) list.value = { ...empty, name, view: id, isLoading: true };
	try {
		const limit = Math.min(PAGE_MOST, Math.max(PAGE, shown.length));
		const page = await api.get(pathOf(view), { ...queryOf(view), limit });
		if (list.value.name !== name) return;
		const ids = new Set(page.items.map(item => item.id));
		const tail = shown.length > PAGE_MOST ? shown.slice(PAGE_MOST).filter(item => !ids.has(item.id)) : [];
		list.value = { ...list.value, items: [...page.items, ...tail], next: tail.length ? list.value.next : page.next, problem: null, isLoading: false };
	} catch (why) {
		if (list.value.name === name) list.value = { ...list.value, problem: why, isLoading: false };
		throw why;
	}
}

export async function loadMore() {
	const { name, view: id, next, isLoading } = list.value;
	if (!next || isLoading) return;
	list.value = { ...list.value, isLoading: true };
	try {
		const page = await api.get(pathOf(viewOf(id)), { ...queryOf(viewOf(id)), limit: PAGE, cursor: next });
		if (list.value.name !== name) return;
		const ids = new Set(list.value.items.map(item => item.id));
		list.value = { ...list.value, items: [...list.value.items, ...page.items.filter(item => !ids.has(item.id))], next: page.next, isLoading: false };
	} catch (why) {
		list.value = { ...list.value, problem: why, isLoading: false };
	}
}

const fold = text => (text || '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export const visible = computed(() => {
	const wanted = fold(words.value.trim()).split(/\s+/).filter(Boolean);
	const items = list.value.items || [];
	if (!wanted.length) return items;
	return items.filter(item => {
		const text = fold([`#${item.number}`, item.subject, item.requester?.name, item.requester?.address, item.builder_name,
			item.preview, item.sender_address].join(' '));
		return wanted.every(word => text.includes(word));
	});
});

export function resetFilters() {
	batch(() => {
		filters.value = { severity: '', mailbox: '', category: '', status: '' };
		words.value = '';
	});
}
