// live.js - tells what may have changed. Today it asks every few seconds, and not at all while nobody looks or the
// network is away; a socket can take its place behind the same two functions.
import { signal } from './html.js';

const HIDDEN_TIMES = 10;	// slower in a tab that is not looked at

export const isOffline = signal(false);

const watches = new Set();

function schedule(watch, delay) {
	clearTimeout(watch.timer);
	if (watch.isOver) return;
	watch.timer = setTimeout(() => run(watch), delay);
}

async function run(watch) {
	if (watch.isRunning || watch.isOver) return;
	clearTimeout(watch.timer);
	watch.isRunning = true;
	try {
		await watch.work();
		watch.failures = 0;
		isOffline.value = false;
	} catch (why) {
		watch.failures++;
		if (why.status === 0) isOffline.value = true;
	}
	watch.isRunning = false;
	const wait = watch.every * Math.min(8, 2 ** watch.failures) * (document.hidden ? HIDDEN_TIMES : 1);
	schedule(watch, wait * (0.9 + Math.random() * 0.2));
}

// Calls work now and again, until the returned function is called. A work that throws is tried again later and later.
export function watch(every, work) {
	const entry = { every, work, failures: 0, isRunning: false, isOver: false, timer: 0 };
	watches.add(entry);
	run(entry);
	return () => {
		entry.isOver = true;
		clearTimeout(entry.timer);
		watches.delete(entry);
	};
}

// Somebody knows that something changed: ask at once.
export function refresh() {
	for (const entry of watches) {
		entry.failures = 0;
		run(entry);
	}
}

document.addEventListener('visibilitychange', () => document.hidden || refresh());
addEventListener('online', refresh);
