// help.js - every key that does something now.
import { html } from '../lib/html.js';
import { bindings } from '../lib/keys.js';
import { t } from '../lib/text.js';
import { Dialog } from './dialog.js';

export function Help({ onClose }) {
	const rows = [...new Map(bindings.value.map(one => [one.key, one])).values()];
	return html`
		<${Dialog} title=${t('keys.title')} onClose=${onClose}>
			<dl class="keys">
				${rows.map(one => html`<div key=${one.key}><dt><kbd>${one.key}</kbd></dt><dd>${t(one.label)}</dd></div>`)}
			</dl>
		<//>`;
}
