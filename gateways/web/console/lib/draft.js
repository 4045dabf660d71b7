// draft.js - what is being written to the open ticket, and its way out. The components only draw it.
import { signal } from './html.js';
import { api, newKey } from './api.js';
import { loadDraft, saveDraft } from './drafts.js';
import { complain, say } from './notes.js';
import { lastSeq, lookAtTicket, newerThan, send, ticket, undoSend } from './ticket.js';
import { t } from './text.js';

const FILE_MOST = 25 * 1024 * 1024;
const FILES_MOST = 50;
const SAVE_MS = 300;

const blank = () => ({ mode: 'reply', text: '', files: [], key: newKey(), readTo: 0, status: '' });

export const draft = signal(blank());
export const isSending = signal(false);
export const newer = signal([]);	// messages that should be read before sending

let owner = null, timer = 0;

function save() {
	const { mode, text, key } = draft.value;
	if (owner) saveDraft(owner, { mode, text, key });
}

export function openDraft(id) {
	owner = id;
	newer.value = [];
	draft.value = { ...blank(), ...loadDraft(id), readTo: lastSeq.value };
}

export function closeDraft() {
	clearTimeout(timer);
	save();
	owner = null;
}

export function edit(part) {
	const wasEmpty = !draft.value.text;
	draft.value = { ...draft.value, ...part, ...(wasEmpty ? { readTo: lastSeq.value } : {}) };
	clearTimeout(timer);
	timer = setTimeout(save, SAVE_MS);
}

const setFile = (local, part) => {
	draft.value = { ...draft.value, files: draft.value.files.map(file => (file.local === local ? { ...file, ...part } : file)) };
};

export async function attach(files) {
	for (const file of files) {
		if (draft.value.files.length >= FILES_MOST) return complain(new Error(t('files.many', { most: FILES_MOST })));
		if (file.size > FILE_MOST) {
			complain(new Error(t('files.large', { name: file.name })));
			continue;
		}
		const local = newKey();
		edit({ files: [...draft.value.files, { local, name: file.name || 'pasted.png', size: file.size, isBusy: true }] });
		try {
			const made = await api.upload(file);
			setFile(local, { id: made.id, name: made.filename, isBusy: false });
		} catch (why) {
			complain(why);
			detach(local);
		}
	}
}

export const detach = local => edit({ files: draft.value.files.filter(file => file.local !== local) });

// isSure: the writer has seen what came meanwhile.
export async function sendDraft(isSure = false) {
	const { mode, text, files, key, readTo, status } = draft.value;
	if (isSending.value || !text.trim()) return;
	if (files.some(file => file.isBusy)) return complain(new Error(t('files.busy')));
	isSending.value = true;
	try {
		if (!isSure && mode === 'reply') {
			newer.value = await newerThan(readTo);
			if (newer.value.length) return;
		}
		newer.value = [];
		const made = await send({ body: text, client_id: key, is_internal: mode === 'note', attachments: files.map(file => file.id),
			...(status && mode === 'reply' ? { status } : {}) }, key);
		draft.value = { ...blank(), mode, readTo: made.seq };
		saveDraft(owner, {});
		tell(made, text);
	} catch (why) {
		complain(why);
	} finally {
		isSending.value = false;
	}
}

function tell(made, text) {
	if (made.is_internal || made.delivery_state !== 'waiting') say(t(made.is_internal ? 'note.saved' : 'reply.saved'));
	else say(t('reply.waits'), { action: { label: t('undo'), run: () => takeBack({ ...made, body: text }) } });
	lookAtTicket().catch(() => {});
}

// The mail does not go out; its text is in the draft again.
export async function takeBack(message) {
	try {
		await undoSend(message.id);
		if (ticket.value?.id === message.ticket_id) edit({ text: message.body, mode: 'reply', key: newKey() });
		else saveDraft(message.ticket_id, { text: message.body, mode: 'reply', key: newKey() });
		say(t('reply.taken'));
	} catch (why) {
		complain(why);
	}
}
