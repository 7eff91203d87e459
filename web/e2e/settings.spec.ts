import { expect, type Locator } from '@playwright/test';
import { violations } from './axe.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

async function settings(person: Person, section: string): Promise<Locator> {
  await person.page.getByRole('button', { name: /Your status/ }).click();
  await person.page.getByRole('menuitem', { name: section }).click();
  return person.page.getByRole('dialog', { name: section });
}

test('one’s name is changed and known to others, and read receipts are one’s own affair', async ({
  browser,
  server,
}) => {
  const ada = await Person.registered(browser, server.url, 'Ada');
  const ben = await Person.registered(browser, server.url, 'Ben');
  await ada.writesTo(ben);
  await ada.says('Hello');
  await ben.opens('Ada');
  await ben.sees('Hello');
  const dialog = await settings(ada, 'Profile');
  await dialog.getByLabel('Your name').fill('Ada of the Harbour');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Saved')).toBeVisible();
  await ben.isAt('Ada of the Harbour');
  expect(await violations(ada.page)).toEqual([]);

  await dialog.getByLabel('Others see how far I have read').uncheck();
  await expect(dialog.getByLabel('Others see how far I have read')).toBeEnabled();
  await dialog.getByLabel('Do not disturb').check();
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByRole('button', { name: 'Your status: Do not disturb' })).toContainText(
    'Ada of the Harbour',
  );
  await ada.page.reload();
  await ada.isIn();
  await expect(ada.page.locator('.me')).toContainText('Ada of the Harbour');
  const again = await settings(ada, 'Profile');
  await expect(again.getByLabel('Others see how far I have read')).not.toBeChecked();

  // The arrows go from part to part.
  await again.getByRole('tab', { name: 'Profile' }).press('ArrowRight');
  const notices = ada.page.getByRole('tab', { name: 'Notifications' });
  await expect(notices).toBeFocused();
  await notices.press('ArrowRight');
  await expect(ada.page.getByRole('dialog', { name: 'Appearance' }).getByLabel('Dark')).toBeVisible();
  await expect(ada.page.getByRole('tab', { name: 'Appearance' })).toBeFocused();
  await ada.leavesCleanly();
  await ben.leavesCleanly();
});

test('devices are listed, one is signed out, and all others', async ({ browser, server }) => {
  const cleo = await Person.signsUp(browser, server.url, 'Cleo', {
    viewport: { width: 320, height: 640 },
    colorScheme: 'dark',
  });
  const others: Person[] = [];
  for (let count = 0; count < 3; count++) {
    others.push(await cleo.elsewhere(browser));
  }
  const dialog = await settings(cleo, 'Devices');
  await expect(dialog.getByRole('listitem')).toHaveCount(4);
  await expect(dialog.getByRole('listitem').first()).toContainText('This device');
  await expect(dialog.getByRole('listitem').first()).toContainText('Chrome on Linux');
  expect(await violations(cleo.page)).toEqual([]);
  expect(await cleo.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await dialog.getByRole('button', { name: 'Sign out Chrome on Linux' }).first().click();
  await expect(dialog.getByRole('listitem')).toHaveCount(3);
  await dialog.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await cleo.isSure('Sign out');
  await expect(dialog.getByText('You are signed in nowhere else.')).toBeVisible();
  for (const { page } of others) await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await cleo.page.keyboard.press('Escape');
  await cleo.isIn();
  for (const person of [cleo, ...others]) await person.leavesCleanly();
});

test('an account is deleted once its handle is written out, and nothing of it stays here', async ({
  browser,
  server,
}) => {
  const dan = await Person.registered(browser, server.url, 'Dan');
  const eve = await Person.registered(browser, server.url, 'Eve');
  await dan.writesTo(eve);
  await dan.says('I was here');
  await eve.opens('Dan');
  const dialog = await settings(dan, 'Profile');
  await dialog.getByRole('button', { name: 'Delete account' }).click();
  const now = dialog.getByRole('button', { name: 'Delete my account for good' });
  await expect(now).toBeDisabled();
  await dialog.getByLabel(`Type your handle, ${dan.handle}, to go on`).fill('dam');
  await expect(now).toBeDisabled();
  await dialog.getByLabel(`Type your handle, ${dan.handle}, to go on`).fill(dan.handle);
  expect(await violations(dan.page)).toEqual([]);
  await now.click();
  await expect(dan.page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(eve.page.locator('.message-author')).toHaveText('Deleted user');
  await eve.sees('I was here');
  expect(await dan.page.evaluate(() => Object.keys(localStorage))).not.toContain('parley.session');
  await dan.leavesCleanly();
  await eve.leavesCleanly();
});

test('settings speak the reader’s language, from right to left where it runs so', async ({
  browser,
  server,
}) => {
  const fay = await Person.registered(browser, server.url, 'Fay');
  await fay.page.getByRole('button', { name: 'Appearance' }).click();
  await fay.page.getByRole('radio', { name: 'العربية' }).click();
  await fay.page.getByRole('button', { name: 'المظهر' }).click();
  for (const section of ['الملف الشخصي', 'الأجهزة', 'المحظورون']) {
    await fay.page.getByRole('tab', { name: section }).click();
    await expect(fay.page.getByRole('dialog', { name: section })).toBeVisible();
    expect(await violations(fay.page)).toEqual([]);
  }
  await fay.leavesCleanly();
});

test('one’s own data is downloaded as a file', async ({ browser, server }) => {
  const dora = await Person.registered(browser, server.url, 'Dora');
  const dialog = await settings(dora, 'Profile');
  const begun = dora.page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download my data' }).click();
  expect((await begun).suggestedFilename()).toBe('parley.zip');
  await dora.leavesCleanly();
});
