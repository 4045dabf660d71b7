// customer.js - whose ticket this is: the company, its plan, and what it asked before.
import { html, useEffect, useState } from '../lib/html.js';
import { api } from '../lib/api.js';
import { ago, personOf } from '../lib/format.js';
import { linkTo, route } from '../lib/route.js';
import { ticket } from '../lib/ticket.js';
import { t } from '../lib/text.js';

const EARLIER = 6;

function useAround({ id, builder_id: builder, requester }) {
	const [found, setFound] = useState({});
	useEffect(() => {
		let isOver = false;
		const put = part => isOver || setFound(now => ({ ...now, ...part }));
		setFound({});
		if (builder) api.get(`admin/builders/${builder}`).then(data => put({ builder: data }), () => {});
		if (requester?.contact_id) api.get(`admin/contacts/${requester.contact_id}`).then(data => put({ contact: data }), () => {});
		if (builder || requester?.contact_id)
			api.get('support/tickets', { ...(builder ? { builder_id: builder } : { contact_id: requester.contact_id }), limit: EARLIER })
				.then(page => put({ tickets: page.items.filter(item => item.id !== id) }), () => {});
		return () => { isOver = true; };
	}, [id, builder, requester?.contact_id]);
	return found;
}

export function Customer() {
	const { requester, builder_name: name, plan_tier: plan, language } = ticket.value;
	const { builder, contact, tickets } = useAround(ticket.value);
	return html`
		<section class="card" aria-label=${t('customer')}>
			<h3>${t('customer')}</h3>
			<p><strong>${personOf(requester)}</strong>${requester?.name && html`<br /><span class="soft break">${requester.address}</span>`}</p>
			${contact?.bounced_at && html`<p class="late">${t('customer.bounced', { when: ago(contact.bounced_at) })}</p>`}
			<dl class="facts">
				<div><dt>${t('builder')}</dt><dd>${name || t('builder.none')}${builder?.status === 'suspended' ? html` <span class="mark bad">${t('suspended')}</span>` : ''}</dd></div>
				${plan && html`<div><dt>${t('plan')}</dt><dd><span class=${`plan ${plan}`}>${t(`plan.${plan}`)}</span></dd></div>`}
				<div><dt>${t('speaks')}</dt><dd>${new Intl.DisplayNames([document.documentElement.lang], { type: 'language' }).of(language || 'en')}</dd></div>
				${builder?.company_size && html`<div><dt>${t('people')}</dt><dd>${builder.company_size}</dd></div>`}
			</dl>
			${tickets && html`<h4>${t('customer.earlier')}</h4>
				${tickets.length
					? html`<ul class="small-tickets">${tickets.map(item => html`<li key=${item.id}><a href=${linkTo(route.value.view, item.number)}>
						<span class=${`dot ${item.status}`} title=${t(`status.${item.status}`)}></span><span class="clip">${item.subject}</span><small>${ago(item.created_at)}</small></a></li>`)}</ul>`
					: html`<p class="soft">${t('customer.first')}</p>`}`}
		</section>`;
}
