// notes.js - what the console says at the edge of the screen: done (with a way back), or failed (with what to do).
import { signal } from './html.js';

const STAY_MS = 7000, ERROR_MS = 20000;
let last = 0;

export const notes = signal([]);

export function dismiss(id) {
	notes.value = notes.value.filter(one => one.id !== id);
}

// action: { label, run }. until: a time in ms at which the note goes.
export function say(text, { isError = false, action, until } = {}) {
	const id = ++last;
	notes.value = [...notes.value.slice(-3), { id, text, isError, action, until }];
	setTimeout(() => dismiss(id), until ? Math.max(0, until - Date.now()) : isError ? ERROR_MS : STAY_MS);
	return id;
}

export const complain = why => {
	if (why.name !== 'AbortError') say(why.message, { isError: true });
};
