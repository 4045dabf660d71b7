// keys.js - the keyboard. A table of what is bound now; the help sheet is made from it.
import { signal } from './html.js';

// [{ key, label, run }], the last one wins.
export const bindings = signal([]);

const isWriting = target => target.closest?.('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]');

export function onKey(event) {
	const isSend = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
	if (event.defaultPrevented || event.altKey || ((event.ctrlKey || event.metaKey) && !isSend)) return;
	const name = isSend ? 'Ctrl+Enter' : event.key;
	if (name !== 'Escape' && !isSend && (isWriting(event.target) || document.querySelector('dialog[open]'))) return;
	if (name === 'Enter' && event.target.closest?.('a, button, summary')) return;
	const found = bindings.value.findLast(one => one.key === name);
	if (!found || found.run(event) === false) return;
	event.preventDefault();
}

// Binds while a component is there: useEffect(() => bind([...]), []).
export function bind(entries) {
	bindings.value = [...bindings.value, ...entries];
	return () => {
		bindings.value = bindings.value.filter(one => !entries.includes(one));
	};
}

addEventListener('keydown', onKey);
