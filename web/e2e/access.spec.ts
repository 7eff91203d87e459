import { expect } from '@playwright/test';
import { violations } from './axe.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

for (const [index, colorScheme] of (['light', 'dark'] as const).entries())
  test(`every page is accessible in ${colorScheme}, and fits 320 px`, async ({ browser, server }) => {
    const narrow = { colorScheme, viewport: { width: 320, height: 640 } };
    const [adaName, benName] = index === 0 ? ['Ada', 'Ben'] : ['Cleo', 'Dan'];
    const ada = await Person.arrive(browser, server.url, adaName, narrow);
    const { page } = ada;
    let mayLoad = () => {};
    const allowed = new Promise<void>(resolve => {
      mayLoad = resolve;
    });
    await page.route('**/AuthForm-*.js', route => allowed.then(() => route.continue()));
    await page.goto('/register');
    await expect(page.getByText('Connecting…')).toBeVisible();
    expect(await violations(page), 'before the form is there').toEqual([]);
    mayLoad();
    await expect(page.getByLabel('Your name')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await ada.fillAccount('Create account');
    await ada.isIn();
    await expect(page.getByText('No conversations yet. The buttons above begin one.')).toBeVisible();
    expect(await violations(page)).toEqual([]);

    const ben = await Person.registered(browser, server.url, benName);
    await ada.writesTo(ben);
    await ada.says('w'.repeat(400));
    await ada.says('a short one');
    await ada.sees('w'.repeat(400), 'a short one');
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);

    await page.getByRole('link', { name: 'Back to the conversations' }).click();
    await expect(ada.row(ben.name)).toBeVisible();
    await page.getByRole('button', { name: 'Group', exact: true }).click();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await ada.leavesCleanly();
    await ben.leavesCleanly();
  });

test('theme, contrast and density are one’s own choice, kept, and accessible together', async ({
  browser,
  server,
}) => {
  const eve = await Person.registered(browser, server.url, 'Eve');
  const fay = await Person.registered(browser, server.url, 'Fay');
  await eve.writesTo(fay);
  await eve.says('Something to look at');
  await eve.sees('Something to look at');
  await eve.page.getByRole('button', { name: 'Appearance' }).click();
  const dialog = eve.page.getByRole('dialog', { name: 'Appearance' });
  for (const choice of ['Dark', 'High', 'Compact']) await dialog.getByLabel(choice).check();
  expect(await violations(eve.page)).toEqual([]);
  await eve.page.keyboard.press('Escape');
  await eve.page.reload();
  await eve.sees('Something to look at');
  const root = eve.page.locator('html');
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await expect(eve.page.locator('body')).toHaveCSS('background-color', 'rgb(0, 0, 0)');

  // Two letters, as most people have: of one alone axe cannot say whether it is text.
  await eve.page.locator('.message .avatar').evaluate(avatar => {
    const row = document.createElement('div');
    row.style.cssText = 'position: fixed; top: 0';
    for (const hue of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const other = avatar.cloneNode() as HTMLElement;
      other.dataset.hue = String(hue);
      other.textContent = 'AB';
      row.append(other);
    }
    document.body.append(row);
  });
  for (const theme of ['light', 'dark'])
    for (const contrast of ['system', 'more'])
      for (const density of ['comfortable', 'compact']) {
        await root.evaluate((html, look) => Object.assign(html.dataset, look), { theme, contrast, density });
        await eve.page.locator('.message').hover();
        await expect(eve.page.getByRole('toolbar')).toBeVisible();
        expect(await violations(eve.page), `${theme} ${contrast} ${density}`).toEqual([]);
      }
  await eve.leavesCleanly();
  await fay.leavesCleanly();
});
