// route.js - where we are: #/VIEW or #/VIEW/NUMBER. Nothing secret ever stands there.
import { signal } from './html.js';
import { viewOf } from './views.js';

function read() {
	const [, view, ticket] = location.hash.split('/').map(decodeURIComponent);
	return { view: viewOf(view).id, ticket: /^\d+$/.test(ticket || '') ? ticket : null };
}

export const route = signal(read());

addEventListener('hashchange', () => {
	route.value = read();
});

export const linkTo = (view, ticket) => `#/${view}${ticket ? `/${ticket}` : ''}`;

export function go(view, ticket) {
	location.hash = linkTo(view, ticket);
}
