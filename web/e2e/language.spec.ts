import { expect, type Locator } from '@playwright/test';
import { violations } from './axe.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

test('one chooses a language, and what was begun stays', async ({ browser, server }) => {
  const ada = await Person.registered(browser, server.url, 'Ada');
  const ben = await Person.registered(browser, server.url, 'Ben');
  await ada.writesTo(ben);
  await ada.composer.fill('half a sentence');
  await ada.page.getByRole('button', { name: 'Appearance' }).click();
  await ada.page.getByRole('radio', { name: 'Deutsch' }).click();
  const box = ada.page.getByRole('textbox', { name: 'Nachricht an Ben' });
  await expect(box).toHaveValue('half a sentence');
  await expect(ada.page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(ada.page.getByRole('navigation', { name: 'Unterhaltungen' })).toBeVisible();
  await box.press('Enter');
  await expect(ada.page.getByText('Heute', { exact: true })).toBeVisible();
  await ada.leavesCleanly();
  await ben.leavesCleanly();
});

test('the browser’s language is spoken, from right to left where it runs so, accessibly and in 320 px', async ({
  browser,
  server,
}) => {
  const narrow = { locale: 'ar', viewport: { width: 320, height: 640 } };
  const cleo = await Person.arrive(browser, server.url, 'Cleo', narrow);
  const { page } = cleo;
  await page.goto('/register');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('اسمك').fill('Cleo');
  await page.getByLabel('المعرّف').fill(cleo.handle);
  await page.getByLabel('كلمة المرور').fill('correct horse battery');
  await page.getByRole('button', { name: 'إنشاء الحساب' }).click();
  await expect(page.getByText('لا محادثات بعد.')).toBeVisible();
  expect(await violations(page)).toEqual([]);

  const dan = await Person.registered(browser, server.url, 'Dan');
  await dan.gathers('Harbour', cleo);
  await dan.says('Hello, and مرحبا');
  await cleo.row('Harbour').click();
  await expect(page.getByText('مجموعة، عضوان')).toBeVisible();
  await expect(cleo.messages).toHaveText('Hello, and مرحبا', { useInnerText: true });
  await page.locator('.message').hover();
  await expect(page.getByRole('toolbar')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('searchbox', { name: 'العثور على رسائل' })).toBeFocused();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await cleo.leavesCleanly();
  await dan.leavesCleanly();
});

test('what runs the other way stays beside its author, and is cut at its end', async ({
  browser,
  server,
}) => {
  const cleo = await Person.comesBack(browser, server.url, 'Cleo', { locale: 'ar' });
  const { page } = cleo;
  const dan = await Person.registered(browser, server.url, 'Dan');
  await dan.gathers('Harbour', cleo);
  await dan.says('The water is hot.');
  await cleo.row('Harbour').click();
  const box = page.locator('.composer textarea');
  await expect(box).toHaveCSS('direction', 'rtl');
  await expect(cleo.messages).toHaveText('The water is hot.');
  await expect(cleo.messages.locator('p')).toHaveCSS('direction', 'ltr');
  expect(await rightEdge(cleo.messages.locator('p'))).toBeCloseTo(
    (await rightEdge(page.locator('.message-author'))) ?? 0,
    0,
  );

  await box.fill('@dan');
  const option = page.getByRole('option', { name: 'Dan' });
  await expect(option).toBeVisible();
  await expect(option.getByText(`@${dan.handle}`)).toHaveCSS('direction', 'ltr');
  const long = 'This is longer than any list of conversations, and begins with its beginning.';
  await box.fill(long);
  await box.press('Enter');
  const said = cleo.row('Harbour').locator('.row-preview > :last-child');
  await expect(said).toHaveText(long);
  await expect(said).toHaveCSS('direction', 'ltr');
  expect(await said.evaluate(shown => shown.scrollWidth > shown.clientWidth)).toBe(true);
  expect(await violations(page)).toEqual([]);
  await cleo.leavesCleanly();
  await dan.leavesCleanly();
});

test('a clock of twelve hours has no zero before them', async ({ browser, server }) => {
  // Where it is three o'clock now.
  const ahead = ((3 - new Date().getUTCHours() + 35) % 24) - 11;
  const timezoneId = `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
  const ada = await Person.registered(browser, server.url, 'Ada', { locale: 'en-US', timezoneId });
  const ben = await Person.registered(browser, server.url, 'Ben');
  await ada.writesTo(ben);
  await ada.says('**bold** _it_');
  await expect(ada.row('Ben').locator('time')).toHaveText(/^[34]:\d\d\s[AP]M$/);
  await expect(ada.row('Ben').locator('.row-preview')).toHaveText('You: bold it');
  await expect(ada.page.locator('.message time')).toHaveText(/^[34]:\d\d\s[AP]M$/);
  await ada.leavesCleanly();
  await ben.leavesCleanly();
});

async function rightEdge(element: Locator): Promise<number | undefined> {
  const box = await element.boundingBox();
  return box ? box.x + box.width : undefined;
}
