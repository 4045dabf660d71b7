// format.js - times, sizes and names as people read them.
import { language, t } from './text.js';

const MINUTE = 60e3, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

export function ago(time, now = Date.now()) {
	const past = now - Date.parse(time);
	const names = new Intl.RelativeTimeFormat(language.value, { style: 'narrow', numeric: 'auto' });
	if (past < MINUTE) return t('time.now');
	if (past < HOUR) return names.format(-Math.round(past / MINUTE), 'minute');
	if (past < DAY) return names.format(-Math.round(past / HOUR), 'hour');
	if (past < 14 * DAY) return names.format(-Math.round(past / DAY), 'day');
	return new Date(time).toLocaleDateString(language.value, { day: 'numeric', month: 'short', year: 'numeric' });
}

export const exact = time => new Date(time).toLocaleString(language.value, { dateStyle: 'medium', timeStyle: 'short' });

export function size(bytes) {
	const number = value => value.toLocaleString(language.value, { maximumFractionDigits: value < 10 ? 1 : 0 });
	if (bytes < 1024) return `${bytes} B`;
	if (bytes < 1024 * 1024) return `${number(bytes / 1024)} kB`;
	return `${number(bytes / 1024 / 1024)} MB`;
}

export const personOf = requester => requester?.name || requester?.address || t('person.unknown');

export const initials = name => (name.match(/[\p{L}\p{N}]+/gu) || ['?']).slice(0, 2).map(word => [...word][0].toUpperCase()).join('');
