// attachments.js - the files of a message, opened with our token.
import { html } from '../lib/html.js';
import { size } from '../lib/format.js';
import { saveFile } from '../lib/save.js';
import { t } from '../lib/text.js';

export function Attachments({ message }) {
	const files = (message.attachments || []).filter(file => !file.inline || !message.body_html);
	if (!files.length) return null;
	return html`
		<ul class="files" aria-label=${t('attachments')}>
			${files.map(file => html`<li key=${file.id}><button class="file" onClick=${() => saveFile(file.url, file.filename)}>
				<span aria-hidden="true">📎</span><span class="file-name">${file.filename}</span><small>${size(file.size)}</small></button></li>`)}
		</ul>`;
}
