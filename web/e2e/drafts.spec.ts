import { expect } from '@playwright/test';
import { Person } from './person.ts';
import { test } from './test.ts';

test('what was begun on one device goes on on the other, until it is sent', async ({ browser, server }) => {
  const ada = await Person.registered(browser, server.url, 'Ada');
  const ben = await Person.registered(browser, server.url, 'Ben');
  await ada.writesTo(ben);
  const phone = await ada.elsewhere(browser);
  await ada.composer.fill('Dear Ben');
  await expect(phone.row('Ben')).toContainText('Dear Ben');
  await phone.opens('Ben');
  await expect(phone.composer).toHaveValue('Dear Ben');
  await phone.composer.press('End');
  await phone.composer.pressSequentially(', hello');
  await expect(ada.composer).toHaveValue('Dear Ben, hello');
  await ada.composer.press('Enter');
  await phone.sees('Dear Ben, hello');
  await expect(phone.composer).toHaveValue('');
  await ada.leavesCleanly();
  await phone.leavesCleanly();
  await ben.leavesCleanly();
});
