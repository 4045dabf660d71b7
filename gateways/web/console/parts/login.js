// login.js - mail address and password for a session that ends with the tab.
import { html, useEffect, useRef, useState } from '../lib/html.js';
import { api } from '../lib/api.js';
import { setSession } from '../lib/session.js';
import { t } from '../lib/text.js';
import { LanguageSwitch } from './language.js';

export function Login() {
	const [problem, setProblem] = useState('');
	const [isBusy, setBusy] = useState(false);
	const first = useRef();

	useEffect(() => {
		document.title = `${t('login.title')} · supportd`;
		first.current.focus();
	}, []);

	async function logIn(event) {
		event.preventDefault();
		const { email, password } = event.target.elements;
		setBusy(true);
		setProblem('');
		try {
			const { token, agent } = await api.post('agent/session', { email: email.value.trim(), password: password.value });
			setSession({ token, agent });
		} catch (why) {
			setProblem(why.status === 401 ? t('login.wrong') : why.message);
			setBusy(false);
			password.select();
		}
	}

	return html`
		<main class="login">
			<form class="login-card" onSubmit=${logIn}>
				<h1>${t('login.title')}</h1>
				<p class="soft">${t('login.lead')}</p>
				<label class="field"><span>${t('login.email')}</span>
					<input ref=${first} name="email" type="email" autocomplete="username" required /></label>
				<label class="field"><span>${t('login.password')}</span>
					<input name="password" type="password" autocomplete="current-password" required /></label>
				<p class="problem" role="alert">${problem}</p>
				<button class="button primary wide" disabled=${isBusy}>${isBusy ? t('login.busy') : t('login.go')}</button>
				<${LanguageSwitch} />
			</form>
		</main>`;
}
