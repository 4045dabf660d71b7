// session.js - who we are. The token lives in this tab's sessionStorage and nowhere else: no cookie, no URL.
import { signal } from './html.js';

const KEY = 'supportd.session';

function stored() {
	try {
		return JSON.parse(sessionStorage.getItem(KEY));
	} catch {
		return null;
	}
}

// { token, agent } or null.
export const session = signal(stored());

export function setSession(value) {
	session.value = value;
	try {
		if (value) sessionStorage.setItem(KEY, JSON.stringify(value));
		else sessionStorage.removeItem(KEY);
	} catch { /* storage is off: the session lasts as long as the page */ }
}

export const me = () => session.value?.agent;
