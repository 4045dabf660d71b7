// vendor.mjs: copies the modules that the console imports from node_modules to vendor/, and makes their imports
// relative, so that a browser finds them without a bundler and without an inline import map (which our CSP forbids).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const MODULES = {
	preact: 'preact/dist/preact.mjs',
	'preact/hooks': 'preact/hooks/dist/hooks.mjs',
	htm: 'htm/dist/htm.mjs',
	'@preact/signals-core': '@preact/signals-core/dist/signals-core.mjs',
	'@preact/signals': '@preact/signals/dist/signals.mjs',
};
const fileOf = name => name.replace('@preact/', '').replace('/', '-') + '.js';

mkdirSync(new URL('vendor/', import.meta.url), { recursive: true });
for (const [name, path] of Object.entries(MODULES)) {
	const source = readFileSync(new URL(`node_modules/${path}`, import.meta.url), 'utf8');
	const relative = source.replace(/(\bfrom\s*|\bimport\s*)(["'])([^"'.][^"']*)\2/g, (all, word, quote, wanted) => {
		if (!MODULES[wanted]) throw new Error(`${path} imports ${wanted}, which vendor.mjs does not know`);
		return `${word}${quote}./${fileOf(wanted)}${quote}`;
	});
	writeFileSync(new URL(`vendor/${fileOf(name)}`, import.meta.url), relative.replace(/\n?\/\/# sourceMappingURL=.*\n?/, '\n'));
}
