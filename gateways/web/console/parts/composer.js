// composer.js - where an answer or a note is written.
import { html, useEffect, useRef, useState } from '../lib/html.js';
import { attach, closeDraft, detach, draft, edit, isSending, newer, openDraft, sendDraft } from '../lib/draft.js';
import { size } from '../lib/format.js';
import { bind } from '../lib/keys.js';
import { lastSeq } from '../lib/ticket.js';
import { t } from '../lib/text.js';
import { Dialog } from './dialog.js';

export { takeBack } from '../lib/draft.js';

const AFTER = ['', 'waiting_on_customer', 'resolved'];

export function startWriting(mode) {
	edit({ mode });
	document.getElementById('writing')?.focus();
}

const Files = () => draft.value.files.length > 0 && html`
	<ul class="files">${draft.value.files.map(file => html`
		<li key=${file.local}><span class="file" aria-busy=${file.isBusy}><span class="file-name">${file.name}</span><small>${file.isBusy ? t('files.coming') : size(file.size)}</small>
			<button class="icon" aria-label=${t('files.remove', { name: file.name })} onClick=${() => detach(file.local)}>×</button></span></li>`)}</ul>`;

function Newer() {
	const close = () => { newer.value = []; };
	const read = () => {
		const { seq } = newer.value[0];
		edit({ readTo: lastSeq.value });
		close();
		document.getElementById(`message-${seq}`)?.scrollIntoView({ block: 'center' });
	};
	return html`
		<${Dialog} title=${t('newer.title')} onClose=${close}>
			<p>${t('newer.lead')}</p>
			<ul class="newer">${newer.value.map(one => html`<li key=${one.id}><strong>${one.sender_name || one.sender_address}</strong>: ${one.body.slice(0, 300)}</li>`)}</ul>
			<div class="row end">
				<button class="button" onClick=${() => sendDraft(true)}>${t('newer.send')}</button>
				<button class="button primary" autofocus onClick=${read}>${t('newer.read')}</button>
			</div>
		<//>`;
}

const Modes = ({ mode }) => html`
	<div class="modes" role="group" aria-label=${t('writing.mode')}>
		${['reply', 'note'].map(one => html`<button key=${one} type="button" aria-pressed=${mode === one} onClick=${() => startWriting(one)}>${t(`writing.${one}`)}</button>`)}
	</div>`;

function filesOf(transfer) {
	return [...(transfer?.files || [])];
}

export function Composer({ id }) {
	const picker = useRef();
	const [isOver, setOver] = useState(false);
	const { mode, text, status } = draft.value;

	useEffect(() => {
		openDraft(id);
		const unbind = bind([{ key: 'Ctrl+Enter', label: 'keys.send', run: event => event.target.id === 'writing' ? void sendDraft() : false }]);
		return () => {
			unbind();
			closeDraft();
		};
	}, []);

	function onPaste(event) {
		const files = filesOf(event.clipboardData);
		if (!files.length) return;
		event.preventDefault();
		attach(files);
	}
	function onDrop(event) {
		event.preventDefault();
		setOver(false);
		attach(filesOf(event.dataTransfer));
	}
	const submit = event => {
		event.preventDefault();
		sendDraft();
	};
	return html`
		<form class=${`composer ${mode} ${isOver ? 'over' : ''}`} onSubmit=${submit} aria-label=${t(`writing.${mode}`)}
			onDragOver=${event => { event.preventDefault(); setOver(true); }} onDragLeave=${() => setOver(false)} onDrop=${onDrop}>
			<${Modes} mode=${mode} />
			<label class="unseen" for="writing">${t(`writing.${mode}`)}</label>
			<textarea id="writing" rows="4" placeholder=${mode === 'note' ? t('writing.note.hint') : t('writing.reply.hint')} value=${text}
				onInput=${event => edit({ text: event.target.value })} onPaste=${onPaste}></textarea>
			<${Files} />
			<div class="row composer-foot">
				<button type="button" class="button small" onClick=${() => picker.current.click()}>${t('files.add')}</button>
				<input ref=${picker} type="file" multiple hidden aria-label=${t('files.add')} onChange=${event => { attach([...event.target.files]); event.target.value = ''; }} />
				<span class="grow"></span>
				${mode === 'reply' && html`<label class="after"><span>${t('after')}</span>
					<select value=${status} onChange=${event => edit({ status: event.target.value })}>
						${AFTER.map(word => html`<option key=${word} value=${word}>${word ? t(`status.${word}`) : t('after.nothing')}</option>`)}</select></label>`}
				<button class="button primary" disabled=${isSending.value || !text.trim()}>${mode === 'note' ? t('note.save') : t('reply.send')}</button>
			</div>
			${newer.value.length > 0 && html`<${Newer} />`}
		</form>`;
}
