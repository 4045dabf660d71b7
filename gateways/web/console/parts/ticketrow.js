// ticketrow.js - a ticket in a list.
import { html, useEffect, useRef } from '../lib/html.js';
import { hasDraft } from '../lib/drafts.js';
import { ago, exact, personOf } from '../lib/format.js';
import { linkTo, route } from '../lib/route.js';
import { t } from '../lib/text.js';

export const Severity = ({ value }) => html`<span class=${`severity ${value}`} title=${t(`severity.${value}`)}>${value}</span>`;

function Waiting({ item }) {
	if (!item.waiting_since) return html`<time class="soft" title=${exact(item.updated_at)}>${ago(item.updated_at)}</time>`;
	const isLate = item.sla_response_by && !item.first_response_at && Date.parse(item.sla_response_by) < Date.now();
	return html`<time class=${isLate ? 'late' : 'waits'} title=${`${t('waits.since')} ${exact(item.waiting_since)}`}>${ago(item.waiting_since)}</time>`;
}

export function TicketRow({ item, isOpen }) {
	const link = useRef();
	useEffect(() => {
		if (isOpen) link.current.scrollIntoView({ block: 'nearest' });
	}, [isOpen]);
	return html`
		<li><a ref=${link} class="ticket-row" href=${linkTo(route.value.view, item.number)} aria-current=${isOpen ? 'true' : undefined}>
			<span class="line"><span class="from">${personOf(item.requester)}</span><${Waiting} item=${item} /></span>
			<span class="line"><strong>${item.subject}</strong></span>
			<span class="preview">${item.preview}</span>
			<span class="line marks">
				<${Severity} value=${item.severity} />
				<span class=${`status ${item.status}`}>${t(`status.${item.status}`)}</span>
				${item.is_triage && html`<span class="mark">${t('triage')}</span>`}
				${hasDraft(item.id) && html`<span class="mark draft">${t('draft')}</span>`}
				<span class="number">#${item.number}</span>
				<span class="owner">${item.assignee_name || ''}</span>
			</span>
		</a></li>`;
}
