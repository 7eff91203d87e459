import { expect, type Page } from '@playwright/test';
import { ar } from '../src/language/ar.ts';
import { de } from '../src/language/de.ts';
import { violations } from './axe.ts';
import { Line } from './line.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

const later = (page: Page) => page.getByRole('button', { name: 'Send later', exact: true });
const waiting = (page: Page) => page.locator('.scheduled');
const groupOf = (page: Page) => new URL(page.url()).pathname.split('/')[2] ?? '';

async function lists(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'For you', exact: true }).click();
  await page.getByLabel('Scheduled', { exact: true }).check();
}

test('a message is sent later, and changed, sent at once or cancelled until then', async ({
  browser,
  server,
}) => {
  const ada = await Person.registered(browser, server.url, 'Ada');
  const ben = await Person.registered(browser, server.url, 'Ben');
  await ada.gathers('Tea', ben);
  await expect(later(ada.page)).toBeDisabled();
  await ada.composer.fill('At four?');
  await later(ada.page).focus();
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByRole('menuitem').first()).toBeFocused();
  expect(await violations(ada.page)).toEqual([]);
  await ada.page.getByRole('menuitem', { name: 'Tomorrow' }).press('Enter');
  await expect(ada.composer).toHaveValue('');
  await expect(ada.composer).toBeFocused();
  await expect(ada.page.getByRole('status').filter({ hasText: 'It will be sent on' })).toBeVisible();
  await ada.sees();

  const tablet = await ada.elsewhere(browser);
  await lists(tablet.page);
  await expect(waiting(tablet.page)).toContainText('At four?');
  await ada.page.getByRole('button', { name: 'Show what is scheduled' }).click();
  await expect(waiting(ada.page)).toContainText('Tea');
  expect(await violations(ada.page)).toEqual([]);
  await ada.page.getByRole('button', { name: 'Change', exact: true }).click();
  const text = ada.page.getByRole('textbox', { name: 'What will be sent' });
  await text.fill('At five, @all?');
  await ada.page.getByLabel('When').fill('2020-01-01T10:00');
  await ada.page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(ada.page.getByRole('alert')).toHaveText('Choose a time that is to come.');
  expect(await violations(ada.page)).toEqual([]);
  const hour = new Date(Date.now() + 3_600_000);
  hour.setMinutes(hour.getMinutes() - hour.getTimezoneOffset());
  await ada.page.getByLabel('When').fill(hour.toISOString().slice(0, 16));
  await ada.page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(waiting(tablet.page)).toContainText('At five, @all?');
  await expect(ada.page.getByRole('button', { name: 'Change', exact: true })).toBeFocused();

  await tablet.page.getByRole('button', { name: 'Send now' }).click();
  await expect(tablet.page.getByText('Nothing waits to be sent.')).toBeVisible();
  await expect(ada.page.getByText('Nothing waits to be sent.')).toBeVisible();
  await ben.opens('Tea');
  await ben.sees('At five, @all?');
  await ada.leavesCleanly();
  await tablet.leavesCleanly();
  await ben.leavesCleanly();
});

test('any time can be chosen, and a cancel is asked about once', async ({ browser, server }) => {
  const ada = await Person.registered(browser, server.url, 'Ada');
  await ada.gathers('Alone');
  await ada.composer.fill('Happy new year');
  await later(ada.page).click();
  await ada.page.getByRole('menuitem', { name: 'Another time…' }).click();
  const when = ada.page.getByLabel('When');
  await when.fill('2001-01-01T00:00');
  await ada.page.getByRole('button', { name: 'Schedule', exact: true }).click();
  await expect(ada.page.getByRole('alert')).toHaveText('Choose a time that is to come.');
  expect(await violations(ada.page)).toEqual([]);
  const year = new Date().getFullYear() + 1;
  await when.fill(`${new Date().getMonth() === 0 ? year - 1 : year}-01-01T00:00`);
  await ada.page.getByRole('button', { name: 'Schedule', exact: true }).click();
  await expect(ada.composer).toHaveValue('');
  await lists(ada.page);
  await expect(waiting(ada.page).locator('time')).toContainText('1');
  await ada.page.getByRole('button', { name: 'Cancel message' }).click();
  await ada.page.getByRole('button', { name: 'Keep it' }).click();
  await expect(ada.page.getByRole('button', { name: 'Change', exact: true })).toBeFocused();
  await ada.page.getByRole('button', { name: 'Cancel message' }).click();
  await ada.page.getByRole('button', { name: 'Yes, cancel it' }).click();
  await expect(ada.page.getByText('Nothing waits to be sent.')).toBeVisible();
  await ada.leavesCleanly();
});

test('what could not be sent says why, and nothing is scheduled without a network', async ({
  browser,
  server,
}) => {
  const line = await Line.to(server.url);
  const ada = await Person.registered(browser, line.url, 'Ada');
  const ben = await Person.registered(browser, server.url, 'Ben');
  await ada.gathers('Board', ben);
  await ben.opens('Board');
  const group = groupOf(ben.page);
  const { id } = (await ben.calls('GET', '/v1/users/me')) as { id: string };
  await ben.calls('POST', `/v1/conversations/${group}/scheduled`, {
    id: crypto.randomUUID(),
    text: 'I object',
    sendAt: new Date(Date.now() + 4_000).toISOString(),
  });
  await ada.calls('DELETE', `/v1/conversations/${group}/members/${id}`);
  await lists(ben.page);
  await expect(waiting(ben.page)).toContainText('Not sent. You are not in this conversation any more', {
    timeout: 20_000,
  });
  await expect(waiting(ben.page)).toContainText('A conversation that you are not in');
  await expect(waiting(ben.page)).toContainText('I object');
  expect(await violations(ben.page)).toEqual([]);
  await ben.page.getByRole('button', { name: 'Send now' }).click();
  await expect(ben.page.getByRole('alert')).toContainText('or you cannot write there');

  line.cut();
  await ada.composer.fill('Not now');
  const off = ada.page.getByRole('button', { name: /Messages can be scheduled when you are back/ });
  await expect(off).toBeDisabled();
  line.mend();
  await ada.looksAgain();
  await expect(later(ada.page)).toBeEnabled();
  await ada.leavesCleanly();
  await ben.leavesCleanly();
  line.close();
});

for (const [locale, words] of Object.entries({ de, ar })) {
  test(`what is sent later speaks ${locale} and fits 320 px`, async ({ browser, server }) => {
    const narrow = { locale, viewport: { width: 320, height: 640 } };
    const ada = await Person.comesBack(browser, server.url, 'Ada', narrow);
    const ben = await Person.registered(browser, server.url, 'Ben');
    const { page } = ada;
    await ben.gathers('Harbour', ada);
    await ada.row('Harbour').click();
    const fits = async () => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      expect(await violations(page)).toEqual([]);
    };
    await page.locator('.composer textarea').fill('Pier');
    await page.getByRole('button', { name: words['later.send'], exact: true }).click();
    await fits();
    await page.getByRole('menuitem', { name: words['later.other'] }).click();
    await fits();
    await page.getByRole('button', { name: words['later.schedule'], exact: true }).click();
    await page.getByRole('button', { name: words['later.show'] }).click();
    await expect(waiting(page)).toContainText('Pier');
    await fits();
    await page.getByRole('button', { name: words['scheduled.change'], exact: true }).click();
    await fits();
    await ada.leavesCleanly();
    await ben.leavesCleanly();
  });
}
