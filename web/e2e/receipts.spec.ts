import { expect, type Locator } from '@playwright/test';
import { Person } from './person.ts';
import { test } from './test.ts';

const progressOf = (person: Person, text: string): Locator =>
  person.page.locator('.message').filter({ hasText: text }).locator('.receipt');

test('a message goes from sent to delivered to read', async ({ browser, server }) => {
  const ada = await Person.registered(browser, server.url, 'Ada');
  const ben = await Person.registered(browser, server.url, 'Ben');
  await ben.page.close();
  await ada.writesTo(ben);
  await ada.says('Are you there?');
  await expect(progressOf(ada, 'Are you there?')).toHaveText('Sent');

  const again = await ben.inNewTab();
  await expect(progressOf(ada, 'Are you there?')).toHaveText('Delivered');
  await again.opens(ada.name);
  await expect(progressOf(ada, 'Are you there?')).toHaveText('Read');
  await expect(progressOf(again, 'Are you there?')).toHaveCount(0);
  await ada.leavesCleanly();
  await again.leavesCleanly();
});

test('in a group one asks by name who has seen it', async ({ browser, server }) => {
  const cleo = await Person.registered(browser, server.url, 'Cleo');
  const dan = await Person.registered(browser, server.url, 'Dan');
  const eve = await Person.registered(browser, server.url, 'Eve');
  await cleo.gathers('Harbour', dan, eve);
  await cleo.says('High tide at noon');
  await expect(progressOf(cleo, 'High tide')).toHaveText('Delivered. Seen by…');
  await dan.opens('Harbour');
  await progressOf(cleo, 'High tide').click();
  const dialog = cleo.page.getByRole('dialog', { name: 'Seen by' });
  const unread = dialog.getByRole('region', { name: 'Delivered, not read yet' });
  await expect(dialog.getByRole('region', { name: 'Read by' })).toHaveText(/Dan$/);
  await expect(unread).toContainText('Eve');
  await eve.opens('Harbour');
  await expect(unread).toHaveCount(0);
  await expect(dialog.getByRole('region', { name: 'Read by' }).getByRole('listitem')).toHaveCount(2);
  await cleo.page.keyboard.press('Escape');
  await expect(progressOf(cleo, 'High tide')).toHaveText('Read. Seen by…');
  for (const person of [cleo, dan, eve]) await person.leavesCleanly();
});
