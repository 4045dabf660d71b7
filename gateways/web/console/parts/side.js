// side.js - who I am, whether I take work, and what there is to look at.
import { html } from '../lib/html.js';
import { api } from '../lib/api.js';
import { counts } from '../lib/counts.js';
import { complain } from '../lib/notes.js';
import { initials } from '../lib/format.js';
import { linkTo, route } from '../lib/route.js';
import { session, setSession } from '../lib/session.js';
import { t } from '../lib/text.js';
import { VIEWS } from '../lib/views.js';
import { isHelpOpen, isMenuOpen } from './desk.js';
import { LanguageSwitch } from './language.js';

async function setAvailable(event) {
	const wanted = event.target.checked;
	try {
		await api.put('support/availability', { is_available: wanted });
		setSession({ ...session.value, agent: { ...session.value.agent, is_available: wanted } });
	} catch (why) {
		event.target.checked = !wanted;
		complain(why);
	}
}

async function logOut() {
	await api.delete('agent/session').catch(() => {});
	setSession(null);
}

const ViewLink = ({ view }) => html`
	<li><a href=${linkTo(view.id)} aria-current=${route.value.view === view.id ? 'page' : undefined}>
		<span>${t(`view.${view.id}`)}</span>
		${counts.value[view.id] > '0' && html`<span class="count">${counts.value[view.id]}</span>`}</a></li>`;

export function Side() {
	const agent = session.value.agent;
	return html`
		<header class="side">
			<div class="brand">
				<button class="icon menu" aria-expanded=${isMenuOpen.value} aria-controls="side-body"
					onClick=${() => { isMenuOpen.value = !isMenuOpen.value; }}>
					<span class="unseen">${t('menu')}</span><span aria-hidden="true">☰</span></button>
				<strong>supportd</strong>
			</div>
			<div id="side-body" class="side-body">
				<label class="presence">
					<input type="checkbox" role="switch" checked=${agent.is_available} onChange=${setAvailable} />
					<span class="switch" aria-hidden="true"></span>
					<span>${agent.is_available ? t('presence.on') : t('presence.off')}</span>
				</label>
				<nav aria-label=${t('views')}>
					${['work', 'all'].map(group => html`
						<ul key=${group}>${VIEWS.filter(view => view.group === group).map(view => html`<${ViewLink} key=${view.id} view=${view} />`)}</ul>`)}
				</nav>
				<div class="side-foot">
					<p class="who"><span class="face" aria-hidden="true">${initials(agent.display_name)}</span>
						<span>${agent.display_name}<small>${agent.email}</small></span></p>
					<div class="row">
						<${LanguageSwitch} />
						<button class="button small" onClick=${() => { isHelpOpen.value = true; }}>${t('keys.button')}</button>
						<button class="button small" onClick=${logOut}>${t('logout')}</button>
					</div>
				</div>
			</div>
		</header>`;
}
