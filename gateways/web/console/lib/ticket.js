// ticket.js - the ticket that is open: its head, its messages, what became of its mails; and what can be done to it.
import { batch, computed, signal } from './html.js';
import { api } from './api.js';
import { refresh } from './live.js';
import { say } from './notes.js';
import { me } from './session.js';
import { t } from './text.js';

const FULL_LOOK_EVERY = 10;	// delivery states change without a new version of the ticket
const RESTLESS = ['waiting', 'sending'];

export const ticket = signal(null);
export const messages = signal([]);
export const earlier = signal(null);	// cursor of what came before, or null
export const outgoing = signal({});	// message id to its row in the outbox
export const trouble = signal(null);

let number = null, etag = null, looks = 0;

const path = rest => `support/tickets/${number}${rest || ''}`;

export function openTicket(wanted) {
	number = wanted;
	etag = null;
	looks = 0;
	batch(() => {
		ticket.value = trouble.value = earlier.value = null;
		messages.value = [];
		outgoing.value = {};
	});
}

const bySeq = (a, b) => a.seq - b.seq;

function take(found) {
	const kept = new Map(messages.value.map(one => [one.id, one]));
	for (const one of found) kept.set(one.id, one);
	messages.value = [...kept.values()].sort(bySeq);
}

// A long conversation: the newest page is what matters; the rest comes when it is asked for.
async function takeMessages(data) {
	if (!data.messages_next) {
		messages.value = data.messages.toSorted(bySeq);
		return;
	}
	const page = await api.get(path('/messages'), { order: 'newest', limit: 50 });
	if (number !== String(data.number)) return;
	if (!messages.value.length) earlier.value = page.next;
	take(page.items);
}

async function lookAtOutbox() {
	const hasNews = messages.value.some(one => one.delivery_state && one.delivery_state !== 'sent');
	if (!hasNews) return;
	const page = await api.get('admin/outbox', { ticket: number, limit: 50 });
	outgoing.value = Object.fromEntries(page.items.filter(row => row.message).map(row => [row.message, row]));
}

export async function lookAtTicket() {
	const asked = number;
	if (!asked) return;
	const isRestless = messages.value.some(one => RESTLESS.includes(one.delivery_state));
	const isFull = isRestless || looks++ % FULL_LOOK_EVERY === 0;
	try {
		const found = await api.since(path(), isFull ? null : etag);
		if (number !== asked || !found) return;
		etag = found.etag;
		await takeMessages(found.data);
		if (number !== asked) return;
		const { messages: all, ...head } = found.data;
		batch(() => {
			ticket.value = head;
			trouble.value = null;
		});
		await lookAtOutbox();
	} catch (why) {
		if (number === asked && !ticket.value) trouble.value = why;
		throw why;
	}
}

export async function loadEarlier() {
	const page = await api.get(path('/messages'), { order: 'newest', limit: 50, cursor: earlier.value });
	take(page.items);
	earlier.value = page.next;
}

export const lastSeq = computed(() => messages.value.at(-1)?.seq || 0);

// What came after seq and is not ours: what a writer should have read before sending.
export async function newerThan(seq) {
	await lookAtTicket().catch(() => {});
	return messages.value.filter(one => one.seq > seq && one.sender_id !== me()?.user_id);
}

let last = Promise.resolve();

// One change after the other, each on top of what the one before made: nobody is in conflict with themselves.
function doing(work) {
	const run = async () => {
		try {
			const result = await work();
			etag = null;
			if (result?.number && String(result.number) === number) ticket.value = { ...ticket.value, ...result };
			return result;
		} catch (why) {
			etag = null;
			if (why.status !== 412) throw why;
			throw Object.assign(why, { message: t('error.conflict') });
		} finally {
			await lookAtTicket().catch(() => {});
			refresh();
		}
	};
	last = last.then(run, run);
	return last;
}

const ifMatch = () => ({ 'If-Match': `"${ticket.value.version}"` });

export const change = fields => doing(() => api.patch(path(), fields, ifMatch()));
export const assign = agent => doing(() => api.post(path('/assign'), { agent_id: agent }));
export const send = (message, key) => doing(() => api.post(path('/messages'), message, { 'Idempotency-Key': key }));
export const undoSend = id => doing(() => api.post(path(`/messages/${id}/undo`)));
export const retryMail = id => doing(() => api.post(`admin/outbox/${id}/retry`));
export const addParticipant = person => doing(() => api.post(path('/participants'), person));
export const removeParticipant = id => doing(() => api.delete(path(`/participants/${id}`)));
export const split = (ids, subject) => doing(() => api.post(path('/split'), { message_ids: ids, subject }));
export const unmerge = which => doing(() => api.post(`support/tickets/${which}/unmerge`));

export async function merge(into) {
	const merged = number;
	const stays = await doing(() => api.post(path('/merge'), { into }));
	say(t('merge.done', { from: merged, into: stays.number }), { action: { label: t('undo'), run: () => unmerge(merged) } });
	return stays;
}
