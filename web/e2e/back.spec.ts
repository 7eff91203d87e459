import { expect, type Locator } from '@playwright/test';
import { Person } from './person.ts';
import { test } from './test.ts';

test('back and forward restore where one read', async ({ browser, server }) => {
  const ada = await Person.registered(browser, server.url, 'Ada');
  const ben = await Person.registered(browser, server.url, 'Ben');
  const { page } = ben;
  await ada.gathers('Ferry', ben);
  await ada.gathers('Harbour', ben);
  const harbour = new URL(ada.page.url()).pathname;
  const texts = Array.from({ length: 150 }, (_, index) => `number ${index + 1}`);
  const seqs = await ada.posts(harbour.replace('/c/', ''), texts);
  const log: Locator = page.getByRole('log');
  const numbered = (number: number) =>
    page.locator('.message').filter({ hasText: new RegExp(`number ${number}(?!\\d)`) });
  const top = async (number: number) => (await numbered(number).boundingBox())?.y ?? Number.NaN;

  await ben.opens('Harbour');
  await page.locator('.jump').click();
  await expect(numbered(150)).toBeInViewport();
  // Far enough back for pages that are not there at once when one comes again.
  await expect(async () => {
    await log.evaluate(box => box.scrollTo({ top: 400 }));
    await expect(numbered(21)).toBeInViewport({ timeout: 1_000 });
  }).toPass();
  const place = await top(21);

  await ben.opens('Ferry');
  await page.goBack();
  await ben.isAt('Harbour');
  await expect(numbered(21)).toBeInViewport();
  await expect.poll(async () => Math.abs((await top(21)) - place)).toBeLessThan(2);
  await page.goForward();
  await ben.isAt('Ferry');

  // A press in the list is no way back: it begins as an opening does.
  await ben.opens('Harbour');
  await expect(numbered(150)).toBeInViewport();
  await page.goBack();
  await ben.isAt('Ferry');
  await page.goBack();
  await ben.isAt('Harbour');
  await expect(numbered(21)).toBeInViewport();

  // A link to a message, and on from there: back is where one went on to, and back again where one came from.
  await page.evaluate(path => {
    history.pushState(null, '', path);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, `${harbour}/${seqs[99]}`);
  await expect(numbered(100)).toBeInViewport();
  await page.goBack();
  await expect(numbered(21)).toBeInViewport();
  await expect.poll(async () => Math.abs((await top(21)) - place)).toBeLessThan(2);
  await ada.leavesCleanly();
  await ben.leavesCleanly();
});

test('a day is jumped to', async ({ browser, server }) => {
  const cleo = await Person.registered(browser, server.url, 'Cleo');
  const dan = await Person.registered(browser, server.url, 'Dan', {
    viewport: { width: 320, height: 640 },
    colorScheme: 'dark',
  });
  await cleo.writesTo(dan);
  await cleo.posts(
    new URL(cleo.page.url()).pathname.replace('/c/', ''),
    Array.from({ length: 80 }, (_, index) => `said ${index + 1}`),
  );
  await dan.opens('Cleo');
  const { page } = dan;
  const jump = async (day: string) => {
    await page.getByRole('button', { name: 'More about this conversation' }).click();
    await page.getByRole('menuitem', { name: 'Jump to a day' }).click();
    await page.getByLabel('Day', { exact: true }).fill(day);
    await page.getByRole('button', { name: 'Jump', exact: true }).click();
  };
  const today = await page.evaluate(() => {
    const at = new Date();
    return [at.getFullYear(), at.getMonth() + 1, at.getDate()]
      .map(part => String(part).padStart(2, '0'))
      .join('-');
  });
  await jump(today);
  await expect(page.getByText('said 1', { exact: true })).toBeInViewport();
  await expect(page).toHaveURL(/\/c\/[^/]+\/\d+$/);
  await jump('2020-02-29');
  await expect(page.getByText('said 1', { exact: true })).toBeInViewport();
  await cleo.leavesCleanly();
  await dan.leavesCleanly();
});
