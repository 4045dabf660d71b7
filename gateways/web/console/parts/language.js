// language.js - in which language the console speaks.
import { html } from '../lib/html.js';
import { LANGUAGES, language, setLanguage, t } from '../lib/text.js';

export const LanguageSwitch = () => html`
	<label class="language"><span class="unseen">${t('language')}</span>
		<select value=${language.value} onChange=${event => setLanguage(event.target.value)}>
			${Object.entries(LANGUAGES).map(([code, name]) => html`<option key=${code} value=${code}>${name}</option>`)}
		</select></label>`;
