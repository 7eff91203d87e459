import { expect, type Page } from '@playwright/test';
import { violations } from './axe.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

const box = (page: Page) => page.getByRole('searchbox', { name: 'Find messages' });
const hits = (page: Page) => page.locator('.hit-text');
const here = (page: Page) => page.getByRole('checkbox', { name: 'Only in' });

/** The index is a moment behind: the same words again, until it has them. */
async function looksFor(page: Page, query: string, count: number): Promise<void> {
  await expect(async () => {
    await box(page).fill('');
    await box(page).fill(query);
    await expect(hits(page)).toHaveCount(count, { timeout: 1_000 });
  }).toPass();
}

test('Ctrl+F finds what was said in this conversation, and Enter leads there', async ({
  browser,
  server,
}) => {
  const ada = await Person.registered(browser, server.url, 'Ada');
  const ben = await Person.registered(browser, server.url, 'Ben');
  const { page } = ben;
  await ada.gathers('Elsewhere', ben);
  await ada.says('The quarterly figures are elsewhere');
  await ada.sees('The quarterly figures are elsewhere');
  await ada.writesTo(ben);
  await ada.says('Shall we read the quarterly report?');
  await ada.says('It <b>speaks</b> of running costs');
  await ada.sees('Shall we read the quarterly report?', 'It <b>speaks</b> of running costs');
  const conversation = new URL(ada.page.url()).pathname.replace('/c/', '');
  await ada.posts(
    conversation,
    Array.from({ length: 120 }, (_, index) => `and then ${index}`),
  );

  await ben.opens('Ada');
  await page.keyboard.press('Control+f');
  await expect(box(page)).toBeFocused();
  await expect(here(page)).toBeChecked();
  await looksFor(page, 'quarter', 1);
  await expect(hits(page).locator('mark')).toHaveText('quarterly');
  await here(page).uncheck();
  await expect(hits(page)).toHaveCount(2);
  await here(page).check();
  await looksFor(page, `run from:${ada.handle}`, 1);
  await expect(hits(page)).toHaveText('It <b>speaks</b> of running costs');
  await page.getByRole('button', { name: 'Show in context' }).click();
  await expect(page.locator('.around li')).toContainText(['Shall we read', 'running costs', 'and then 0']);
  const dialog = await page.getByRole('dialog').boundingBox();
  const window = page.viewportSize();
  expect(dialog && window && dialog.y + dialog.height <= window.height, 'its end is on the screen').toBe(
    true,
  );
  expect(await violations(page)).toEqual([]);

  await box(page).press('ArrowDown');
  await expect(page.locator('.hit-link')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(box(page)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  const found = page.locator('.message').filter({ hasText: 'running costs' });
  await expect(found).toBeInViewport();
  await expect(found).toHaveAttribute('data-flashed', 'true');
  await ada.leavesCleanly();
  await ben.leavesCleanly();
});

test('Ctrl+G finds what was said anywhere, page by page, accessibly and in 320 px', async ({
  browser,
  server,
}) => {
  const narrow = { viewport: { width: 320, height: 640 } };
  const cleo = await Person.registered(browser, server.url, 'Cleo', narrow);
  const dan = await Person.registered(browser, server.url, 'Dan');
  const { page } = cleo;
  await dan.gathers('Harbour', cleo);
  await dan.posts(
    new URL(dan.page.url()).pathname.replace('/c/', ''),
    Array.from({ length: 30 }, (_, index) => `boat ${index} ${'w'.repeat(60)}`),
  );
  await expect(cleo.row('Harbour')).toContainText('30 unread');
  await page.keyboard.press('Control+g');
  await expect(here(page)).toBeHidden();
  await looksFor(page, 'boat 29', 1);
  await looksFor(page, 'boat', 20);
  await expect(page.getByRole('status').filter({ hasText: '20 messages so far' })).toBeVisible();
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(hits(page)).toHaveCount(30);
  await expect(page.getByRole('button', { name: 'Show more' })).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: '30 messages' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await cleo.leavesCleanly();
  await dan.leavesCleanly();
});

test('what nobody said, what means nothing and what cannot be asked are told in words', async ({
  browser,
  server,
}) => {
  const eve = await Person.registered(browser, server.url, 'Eve');
  const { page } = eve;
  await page.getByRole('button', { name: 'Search' }).click();
  await box(page).fill('unheardof');
  await expect(page.getByText('No message was found.')).toBeVisible();
  await box(page).fill('has:fun');
  await expect(page.getByRole('alert')).toContainText('link, file');
  await expect(page.getByRole('button', { name: 'Try again' })).toBeHidden();
  await page.context().setOffline(true);
  await box(page).fill('anything');
  const again = page.getByRole('button', { name: 'Try again' });
  await expect(again).toBeVisible();
  await page.context().setOffline(false);
  await again.click();
  await expect(page.getByText('No message was found.')).toBeVisible();
  await eve.leavesCleanly();
});
