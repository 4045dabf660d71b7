// widget_page.mjs - a page of the platform with the widget on it, on an origin of its own.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { newPage, world } from './world.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// { as, path, query, + newPage's }: the page, with the widget ready; as null: nobody is logged in.
export async function hostPage(browser, { as = 'dana', path = '/invoices', query = '', ...options } = {}) {
	const page = await newPage(browser, options);
	page.setDefaultTimeout(5000);
	await page.goto(`${world.host}${path}?${as ? `as=${as}&` : ''}${query}`);
	await page.locator('supportd-widget button.launcher').waitFor();
	return page;
}

export const widget = page => page.locator('supportd-widget');
export const panel = page => page.getByRole('dialog');

export async function openHelp(page) {
	await page.locator('supportd-widget button.launcher').click();
	await panel(page).waitFor();
}

export async function openContact(page) {
	await openHelp(page);
	await panel(page).getByRole('button', { name: /^(Write to us|Escríbenos)/ }).click();
	await panel(page).getByLabel(/^(Subject|Asunto)/).waitFor();
}

// What axe-core finds serious or critical, as text.
export async function serious(page) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => window.axe.run('supportd-widget'));
	return violations.filter(one => ['serious', 'critical'].includes(one.impact))
		.map(one => `${one.id}: ${one.nodes.map(node => node.target.flat().join(' ')).join(', ')}`);
}
