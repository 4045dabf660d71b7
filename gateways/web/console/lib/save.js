// save.js - files that only a token opens, handed to the browser to save.
import { api } from './api.js';
import { complain } from './notes.js';

export async function saveFile(path, name) {
	try {
		const url = URL.createObjectURL(await api.blob(path));
		const link = Object.assign(document.createElement('a'), { href: url, download: name });
		link.click();
		setTimeout(() => URL.revokeObjectURL(url), 60e3);
	} catch (why) {
		complain(why);
	}
}

export const saveOriginal = (path, name) => saveFile(path, `${name}.eml`);
