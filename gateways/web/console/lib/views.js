// views.js - the table of what can be looked at. `query` is what the API is asked; `count` views carry a number in the sidebar.
export const VIEWS = [
	{ id: 'mine', group: 'work', key: '1', count: true, query: { assigned: 'me', status: 'open,in_progress,waiting_on_customer' } },
	{ id: 'unassigned', group: 'work', key: '2', count: true, query: { assigned: 'none', status: 'open,in_progress' } },
	{ id: 'waiting', group: 'work', key: '3', query: { sort: 'waiting', status: 'open,in_progress' } },
	{ id: 'triage', group: 'work', key: '4', count: true, query: { triage: 'true', status: 'open,in_progress,waiting_on_customer' } },
	{ id: 'held', group: 'work', key: '5', count: true, held: true },
	{ id: 'all', group: 'all', key: '6', query: {} },
	{ id: 'pending', group: 'all', query: { status: 'waiting_on_customer' } },
	{ id: 'resolved', group: 'all', query: { status: 'resolved,closed' } },
];

export const STATUSES = ['open', 'in_progress', 'waiting_on_customer', 'resolved', 'closed'];
export const SEVERITIES = ['P1', 'P2', 'P3', 'P4'];
export const CATEGORIES = ['general', 'billing', 'invoicing', 'estimating', 'scheduling', 'integrations', 'account', 'bug', 'feature_request'];

export const viewOf = id => VIEWS.find(view => view.id === id) || VIEWS[0];
