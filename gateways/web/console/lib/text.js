// text.js - everything that the console says, from one table. t('key', { name: value }).
import { signal } from './html.js';
import { TEXTS } from './texts.js';

const KEY = 'supportd.language';
export const LANGUAGES = { en: 'English', es: 'Español' };

function preferred() {
	let chosen = null;
	try {
		chosen = localStorage.getItem(KEY);
	} catch { /* not kept */ }
	return chosen in LANGUAGES ? chosen : (navigator.languages || []).map(name => name.slice(0, 2)).find(name => name in LANGUAGES) || 'en';
}

export const language = signal(preferred());
document.documentElement.lang = language.value;

export function setLanguage(name) {
	language.value = name;
	document.documentElement.lang = name;
	try {
		localStorage.setItem(KEY, name);
	} catch { /* not kept */ }
}

const COLUMN = { en: 0, es: 1 };

export function t(key, values = {}) {
	const row = TEXTS[key];
	if (!row) return key;
	return row[COLUMN[language.value]].replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
}

// A word of the server's, in the reader's language where we have it.
export const wordOf = (family, word) => (TEXTS[`${family}.${word}`] ? t(`${family}.${word}`) : word || '');
