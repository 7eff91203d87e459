import { expect } from '@playwright/test';
import { violations } from './axe.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

test('mentions and saved messages are listed, and lead to what was said', async ({ browser, server }) => {
  const ada = await Person.registered(browser, server.url, 'Ada');
  const ben = await Person.registered(browser, server.url, 'Ben');
  await ada.gathers('Garden', ben);
  await ben.opens('Garden');
  const conversation = new URL(ada.page.url()).pathname.split('/')[2] ?? '';
  const { id } = (await ben.calls('GET', '/v1/users/me')) as { id: string };
  await ben.page.goto('/');
  await ben.isIn();
  await ada.calls('POST', `/v1/conversations/${conversation}/messages`, {
    id: crypto.randomUUID(),
    text: 'Ben, the roses need water',
    mentions: [id],
  });
  await expect(ben.row('Garden')).toContainText('roses');
  await ben.page.getByRole('button', { name: 'For you', exact: true }).click();
  const hit = ben.page.locator('.hit');
  await expect(hit).toContainText('Ben, the roses need water');
  await expect(hit).toContainText('New');
  expect(await violations(ben.page)).toEqual([]);
  await hit.getByRole('link').click();
  await ben.isAt('Garden');
  await ben.sees('Ben, the roses need water');

  const tablet = await ben.elsewhere(browser);
  await tablet.page.getByRole('button', { name: 'For you', exact: true }).click();
  await tablet.page.getByLabel('Saved').check();
  await expect(tablet.page.getByText('You have saved nothing yet.')).toBeVisible();
  await ben.page.locator('.message').hover();
  await ben.page.getByRole('button', { name: 'More actions' }).click();
  await ben.page.getByRole('menuitem', { name: 'Save for yourself' }).click();
  await expect(ben.page.locator('.pinned-mark')).toHaveText('Saved');
  await expect(tablet.page.locator('.hit')).toContainText('Ben, the roses need water');
  await tablet.page.getByRole('button', { name: 'Remove from saved' }).click();
  await expect(tablet.page.getByText('You have saved nothing yet.')).toBeVisible();
  await expect(ben.page.locator('.pinned-mark')).toHaveCount(0);
  await ben.page.locator('.message').hover();
  await ben.page.getByRole('button', { name: 'More actions' }).click();
  await expect(ben.page.getByRole('menuitem', { name: 'Save for yourself' })).toBeVisible();
  await ben.leavesCleanly();
  await tablet.leavesCleanly();
  await ada.leavesCleanly();
});
