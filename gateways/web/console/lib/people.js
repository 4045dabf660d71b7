// people.js - agents, builders and mailboxes: small lists that change rarely, fetched when first needed.
import { signal } from './html.js';
import { api } from './api.js';

const FRESH_MS = 5 * 60e3;
const PAGES_MOST = 10;

function shelf(path) {
	const items = signal([]);
	let loaded = 0;
	return {
		items,
		async load() {
			if (Date.now() - loaded < FRESH_MS) return;
			loaded = Date.now();
			const all = [];
			let cursor = null;
			try {
				for (let i = 0; i < PAGES_MOST; i++) {
					const page = await api.get(path, { limit: 200, cursor });
					all.push(...page.items);
					cursor = page.next;
					if (!cursor) break;
				}
				items.value = all;
			} catch (why) {
				loaded = 0;
				throw why;
			}
		},
		forget() {
			loaded = 0;
		},
	};
}

export const agents = shelf('admin/agents');
export const builders = shelf('admin/builders');
export const mailboxes = shelf('admin/mailboxes');
