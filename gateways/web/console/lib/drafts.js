// drafts.js - what was written and not sent, by ticket, on this machine. Old ones go after a month.
const PREFIX = 'supportd.draft.';
const MONTH = 30 * 24 * 3600e3;

export function loadDraft(ticket) {
	try {
		return JSON.parse(localStorage.getItem(PREFIX + ticket)) || {};
	} catch {
		return {};
	}
}

export function saveDraft(ticket, draft) {
	try {
		if (draft.text?.trim()) localStorage.setItem(PREFIX + ticket, JSON.stringify({ ...draft, at: Date.now() }));
		else localStorage.removeItem(PREFIX + ticket);
	} catch { /* full or off: the text is still in the page */ }
}

export const hasDraft = ticket => {
	try {
		return localStorage.getItem(PREFIX + ticket) !== null;
	} catch {
		return false;
	}
};

export function sweepDrafts(now = Date.now()) {
	try {
		for (const key of Object.keys(localStorage))
			if (key.startsWith(PREFIX) && now - (JSON.parse(localStorage.getItem(key)).at || 0) > MONTH) localStorage.removeItem(key);
	} catch { /* nothing to sweep */ }
}
