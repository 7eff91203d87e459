import { expect, type Locator } from '@playwright/test';
import { violations } from './axe.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

let ada: Person;
let ben: Person;
let talk: string;
let root: number;

const link = (person: Person): Locator => person.page.getByRole('link', { name: 'Threads' });
const panel = (person: Person): Locator => person.page.getByRole('region', { name: 'Thread', exact: true });
const badgeUnder = (person: Person, text: string): Locator =>
  person.page
    .getByRole('log')
    .first()
    .locator('.message')
    .filter({ has: person.page.locator('.message-text').getByText(text, { exact: true }) })
    .locator('.replies .badge');

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser, server }) => {
  ada = await Person.registered(browser, server.url, 'Ada');
  ben = await Person.registered(browser, server.url, 'Ben');
  await ada.gathers('Boats', ben);
  await ben.opens('Boats');
  talk = new URL(ben.page.url()).pathname.split('/')[2] ?? '';
});

test.afterAll(async () => {
  await ada.leavesCleanly();
  await ben.leavesCleanly();
});

test('whoever follows no thread is told what would be here', async () => {
  await link(ben).click();
  await expect(ben.page).toHaveURL('/threads');
  await expect(ben.page.getByText('You follow no thread yet.')).toBeVisible();
  expect(await violations(ben.page)).toEqual([]);
  await ben.opens('Boats');
});

test('what is unread in a thread is counted under its message, in the list and in the title', async () => {
  [root = 0] = await ben.posts(talk, ['Which one leaks?']);
  await expect(ben.page.locator('.message-text').getByText('Which one leaks?')).toBeVisible();
  await ada.posts(talk, ['The red one', 'And the green one'], { thread: root });
  await expect(badgeUnder(ben, 'Which one leaks?')).toHaveText('2 unread');
  await expect(link(ben).locator('.badge')).toHaveText('1 unread');
  await expect(ben.page).toHaveTitle('(1) Parley');
  await expect(link(ada).locator('.badge')).toHaveCount(0);
});

test('the list leads to it by the keyboard; what is new stands below a line, and is read in all tabs', async () => {
  const other = await ben.inNewTab();
  await expect(link(other).locator('.badge')).toHaveText('1 unread');
  await ben.page.bringToFront();
  await link(ben).focus();
  await ben.page.keyboard.press('Enter');
  const row = ben.page.getByRole('link', { name: /Boats.*Which one leaks\?.*2 unread/ });
  await expect(row).toBeVisible();
  expect(await violations(ben.page)).toEqual([]);
  await row.focus();
  await ben.page.keyboard.press('Enter');
  await expect(ben.page).toHaveURL(`/c/${talk}?thread=${root}`);
  await expect(panel(ben).getByText('And the green one')).toBeVisible();
  await expect(panel(ben).locator('.separator.unread')).toBeVisible();
  for (const tab of [ben, other]) await expect(link(tab).locator('.badge')).toHaveCount(0);
  await expect(ben.page).toHaveTitle('Parley');
  await other.page.close();
});

test('the bell ends it, and the menu of the message begins it again', async () => {
  const bell = panel(ben).getByRole('button', { name: 'Follow this thread' });
  await expect(bell).toHaveAttribute('aria-pressed', 'true');
  await bell.click();
  await expect(bell).toHaveAttribute('aria-pressed', 'false');
  await panel(ben).getByRole('button', { name: 'Close thread' }).click();
  await ada.posts(talk, ['Also the blue one'], { thread: root });
  const message = ben.page.locator('.timeline .message').filter({ hasText: 'Which one leaks?' });
  await expect(message.getByRole('button', { name: '3 replies' })).toBeVisible();
  await expect(link(ben).locator('.badge')).toHaveCount(0);

  await message.hover();
  await message.getByRole('button', { name: 'More actions' }).click();
  await ben.page.getByRole('menuitem', { name: 'Follow this thread' }).click();
  await ada.posts(talk, ['All of them'], { thread: root });
  await expect(link(ben).locator('.badge')).toHaveText('1 unread');
  await ben.page.reload();
  await ben.isIn();
  await expect(link(ben).locator('.badge')).toHaveText('1 unread');
});
