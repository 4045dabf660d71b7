// conversation.js - mail, chat and notes in one stream, oldest first, opened at its end.
import { html, useEffect, useLayoutEffect, useRef, useState } from '../lib/html.js';
import { complain } from '../lib/notes.js';
import { earlier, lastSeq, loadEarlier, messages, ticket } from '../lib/ticket.js';
import { t } from '../lib/text.js';
import { Message } from './message.js';

const NEAR_END = 160;

// New messages move the stream only for somebody who reads at its end.
function useEnd(box) {
	const wasAtEnd = useRef(true);
	const look = () => {
		const { scrollHeight, scrollTop, clientHeight } = box.current;
		wasAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
	};
	const stay = () => {
		if (wasAtEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
	};
	useLayoutEffect(stay, [lastSeq.value, messages.value.length]);
	useEffect(() => {
		const watcher = new ResizeObserver(stay);
		watcher.observe(box.current.firstElementChild);
		return () => watcher.disconnect();
	}, []);
	return look;
}

export function Conversation() {
	const box = useRef();
	const [isBusy, setBusy] = useState(false);
	const look = useEnd(box);
	const more = async () => {
		const before = box.current.scrollHeight;
		setBusy(true);
		await loadEarlier().catch(complain);
		setBusy(false);
		requestAnimationFrame(() => { box.current.scrollTop += box.current.scrollHeight - before; });
	};
	const last = messages.value.at(-1);
	return html`
		<section class="conversation" ref=${box} onScroll=${look} tabindex="0" aria-label=${t('messages')}>
			<div>
				${earlier.value && html`<p class="more"><button class="button" disabled=${isBusy} onClick=${more}>${t('messages.earlier')}</button></p>`}
				<ol class="messages">
					${messages.value.map(message => html`<${Message} key=${message.id} message=${message} />`)}
				</ol>
				${!messages.value.length && !ticket.value.merged_into && html`<p class="soft">${t('messages.none')}</p>`}
				<p class="unseen" role="status">${last ? t('messages.last', { name: last.sender_name || last.sender_address || '' }) : ''}</p>
			</div>
		</section>`;
}
