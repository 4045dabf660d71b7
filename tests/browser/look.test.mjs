// look.test.mjs - at every size and in both schemes: nothing serious for axe, nothing wider than the screen, and a picture of it.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { goTo, launch, logIn, newPage, numberOf, openTicket, world } from './world.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIZES = [[360, 740], [1280, 800]];
const SCHEMES = ['light', 'dark'];

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function look(page, name) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => axe.run(document, { iframes: false }));
	const bad = violations.filter(one => ['serious', 'critical'].includes(one.impact))
		.map(one => `${one.id}: ${one.nodes.map(node => `${node.target} (${node.failureSummary.replace(/\s+/g, ' ')})`).join('; ')}`);
	await page.screenshot({ path: join(world.shots, `${name}.png`) });
	assert.deepEqual(bad, [], name);
	const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
	assert.ok(wide <= screen, `${name} is ${wide} px wide on a screen of ${screen}`);
}

for (const scheme of SCHEMES) {
	for (const [width, height] of SIZES) {
		test(`${width} px, ${scheme}`, async () => {
			const page = await newPage(browser, { width, height, scheme });
			const shot = name => look(page, `${name}-${width}-${scheme}`);
			await page.goto(`${world.url}/console/`);
			await page.locator('.login-card').waitFor();
			await shot('login');
			await logIn(page);
			await page.locator('.ticket-row').first().waitFor();
			await shot('list');
			await openTicket(page, await numberOf('No puedo ver las facturas de marzo'));
			await page.locator('.small-tickets').waitFor();
			await shot('ticket');
			await openTicket(page, await numberOf('Your invoice portal'));
			await page.keyboard.press('?');
			await page.getByRole('dialog').waitFor();
			await shot('keys');
			await page.keyboard.press('Escape');
			await page.keyboard.press('m');
			await page.getByRole('dialog').waitFor();
			await shot('merge');
			await page.keyboard.press('Escape');
			await goTo(page, '#/held');
			await page.locator('.list .empty, .held-mail').first().waitFor();
			await shot('held');
			if (width < 800) {
				await page.locator('.menu').click();
				await shot('menu');
			}
			assert.deepEqual(page.trouble, []);
			await page.context().close();
		});
	}
}

test('in Spanish, and on a 4K screen', async () => {
	const page = await newPage(browser, { width: 3840, height: 2160, language: 'es-MX' });
	await logIn(page);
	await openTicket(page, await numberOf('No puedo ver las facturas de marzo'));
	await page.getByText('Sin asignar').first().waitFor();
	await look(page, 'ticket-3840-light-es');
	assert.deepEqual(page.trouble, []);
});
