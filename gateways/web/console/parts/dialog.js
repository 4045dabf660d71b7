// dialog.js - a question in the middle of the screen: the browser's own dialog, which keeps the focus and knows Escape.
import { html, useEffect, useRef } from '../lib/html.js';
import { t } from '../lib/text.js';

export function Dialog({ title, onClose, children, wide }) {
	const box = useRef();
	useEffect(() => {
		const before = document.activeElement;
		box.current.showModal();
		return () => before?.isConnected && before.focus?.();
	}, []);
	return html`
		<dialog ref=${box} class=${wide ? 'wide' : ''} aria-label=${title} onClose=${onClose}
			onClick=${event => event.target === box.current && box.current.close()}>
			<div class="dialog-body">
				<header><h2>${title}</h2>
					<button class="icon" aria-label=${t('close')} onClick=${() => box.current.close()}>×</button></header>
				${children}
			</div>
		</dialog>`;
}
