// api.js - the REST API: one function to ask, one kind of error.
import { session, setSession } from './session.js';
import { t } from './text.js';

const ROOT = '/api/v1';

// What the server answered with problem+json, or what kept it from answering (status 0).
export class Problem extends Error {
	constructor(status, body) {
		super(body.detail || body.title || t('error.unreadable', { status }));
		this.status = status;
		this.name = (body.type || '').replace('/problems/', '') || 'unknown';
		this.field = body.field;
	}
}

async function problemOf(response) {
	let body = {};
	try {
		body = await response.json();
	} catch { /* a proxy's page, or nothing */ }
	return new Problem(response.status, body);
}

async function ask(method, path, { body, headers = {}, signal } = {}) {
	const all = { ...headers };
	let payload = body;
	if (session.value) all.Authorization = `Bearer ${session.value.token}`;
	if (method === 'POST' && !all['Idempotency-Key']) all['Idempotency-Key'] = newKey();
	if (body !== undefined && !(body instanceof Blob)) {
		all['Content-Type'] = 'application/json';
		payload = JSON.stringify(body);
	}
	let response;
	try {
		response = await fetch(path.startsWith('/') ? path : `${ROOT}/${path}`, {
			method, headers: all, body: payload, signal, credentials: 'omit', cache: 'no-store', redirect: 'error',
		});
	} catch (why) {
		if (why.name === 'AbortError') throw why;
		throw new Problem(0, { type: '/problems/offline', detail: t('error.offline') });
	}
	if (response.status === 401 && session.value && path !== 'agent/session') setSession(null);
	if (!response.ok && response.status !== 304) throw await problemOf(response);
	return response;
}

async function json(method, path, options) {
	const response = await ask(method, path, options);
	return response.status === 204 ? null : response.json();
}

export const newKey = () => crypto.randomUUID?.() || [...crypto.getRandomValues(new Uint8Array(16))].map(n => n.toString(16).padStart(2, '0')).join('');

export const api = {
	get: (path, query, options) => json('GET', path + queryOf(query), options),
	post: (path, body = {}, headers) => json('POST', path, { body, headers }),
	put: (path, body, headers) => json('PUT', path, { body, headers }),
	patch: (path, body, headers) => json('PATCH', path, { body, headers }),
	delete: path => json('DELETE', path),
	blob: async path => (await ask('GET', path)).blob(),
	// What changed since etag: { data, etag }, or null for nothing.
	async since(path, etag) {
		const response = await ask('GET', path, { headers: etag ? { 'If-None-Match': etag } : {} });
		return response.status === 304 ? null : { data: await response.json(), etag: response.headers.get('ETag') };
	},
	upload: file => json('POST', `support/attachments?filename=${encodeURIComponent(file.name || 'pasted.png')}`, {
		body: file, headers: { 'Content-Type': file.type || 'application/octet-stream' },
	}),
};

function queryOf(query = {}) {
	const words = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
	return words.length ? '?' + new URLSearchParams(words) : '';
}
