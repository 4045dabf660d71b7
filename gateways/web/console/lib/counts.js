// counts.js - the small numbers in the sidebar. They are asked for rarely and only up to a limit: "25+" is all that a glance needs.
import { signal } from './html.js';
import { api } from './api.js';
import { VIEWS } from './views.js';

const MOST = 25;

export const counts = signal({});

export async function loadCounts() {
	const counted = VIEWS.filter(view => view.count);
	const pages = await Promise.all(counted.map(view =>
		api.get(view.held ? 'support/held' : 'support/tickets', { ...view.query, limit: MOST })));
	counts.value = Object.fromEntries(counted.map((view, i) => [view.id, pages[i].next ? `${MOST}+` : String(pages[i].items.length)]));
}
