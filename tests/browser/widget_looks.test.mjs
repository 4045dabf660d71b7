// widget_looks.test.mjs - every screen of the widget, small and large, light and dark: pictures, and nothing serious for axe-core.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, world } from './world.mjs';
import { hostPage, openContact, openHelp, panel, serious, widget } from './widget_page.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const screens = {
	home: openHelp,
	search: async page => {
		await openHelp(page);
		await panel(page).getByRole('searchbox').fill('void an invoice');
		await page.keyboard.press('Enter');
		await widget(page).locator('.results .row').first().waitFor();
	},
	article: async page => {
		await openHelp(page);
		await panel(page).getByRole('button', { name: /^(Void an invoice|Anular una factura)/ }).first().click();
		await widget(page).locator('.feedback').waitFor();
	},
	contact: async page => {
		await openContact(page);
		await widget(page).locator('.promise').getByText('answer').waitFor();
	},
	tickets: async page => {
		await openHelp(page);
		await panel(page).getByRole('button', { name: /^My tickets/ }).click();
		await widget(page).locator('.list .row').first().waitFor();
	},
	ticket: async page => {
		await screens.tickets(page);
		await widget(page).locator('.list .row').first().click();
		await widget(page).locator('.log .text').first().waitFor();
	},
};

for (const width of [360, 1280])
	for (const scheme of ['light', 'dark'])
		test(`the screens at ${width} pixels, ${scheme}`, async () => {
			for (const [name, go] of Object.entries(screens)) {
				const page = await hostPage(browser, { width, height: width === 360 ? 740 : 800, scheme });
				await go(page);
				await page.screenshot({ path: join(world.shots, `widget-${name}-${width}-${scheme}.png`) });
				assert.deepEqual(await serious(page), [], name);
				const box = await panel(page).boundingBox();
				if (width === 360)
					assert.deepEqual([box.x, box.y, box.width, box.height], [0, 0, 360, 740], 'full screen');
				assert.ok(await panel(page).evaluate(element => element.scrollWidth <= element.clientWidth), `${name} is not wider than its box`);
				await page.context().close();
			}
		});

test('the page may ask for dark, and for the other direction', async () => {
	const page = await hostPage(browser, { query: 'theme=dark&dir=rtl' });
	await openHelp(page);
	assert.equal(await panel(page).evaluate(element => getComputedStyle(element).backgroundColor), 'rgb(23, 27, 34)');
	const box = await panel(page).boundingBox();
	assert.ok(box.x < 100, 'on the other side');
	await page.screenshot({ path: join(world.shots, 'widget-home-rtl-dark.png') });
	await page.context().close();
});
