// app.js - login, or the desk.
import { html } from '../lib/html.js';
import { session } from '../lib/session.js';
import { Desk } from './desk.js';
import { Login } from './login.js';
import { Notes } from './notes.js';

export const App = () => html`
	${session.value ? html`<${Desk} />` : html`<${Login} />`}
	<${Notes} />`;
