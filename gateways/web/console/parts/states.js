// states.js - nothing here, not here yet, not to be had.
import { html } from '../lib/html.js';
import { t } from '../lib/text.js';

export const Empty = ({ text, hint, children }) => html`
	<div class="empty"><p class="empty-text">${text}</p>${hint && html`<p class="soft">${hint}</p>`}${children}</div>`;

export const Failed = ({ problem, onRetry }) => html`
	<div class="empty" role="alert"><p class="empty-text">${problem.message}</p>
		${onRetry && html`<button class="button" onClick=${onRetry}>${t('retry')}</button>`}</div>`;

export const Skeleton = ({ rows = 4 }) => html`
	<div class="skeleton" aria-hidden="true">${Array.from({ length: rows }, (_, i) => html`<div key=${i}><i></i><i></i><i></i></div>`)}</div>
	<p class="unseen" role="status">${t('loading')}</p>`;
