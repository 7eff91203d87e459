import { expect } from '@playwright/test';
import { violations } from './axe.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

/** One who uses no pointer; each test continues the story. */
test.describe.configure({ mode: 'serial' });

let ada: Person;
let ben: Person;

test.beforeAll(async ({ browser, server }) => {
  ada = await Person.registered(browser, server.url, 'Ada');
  ben = await Person.registered(browser, server.url, 'Ben');
  for (const title of ['Harbour', 'Orchard', 'Workshop']) {
    await ada.gathers(title, ben);
    await ada.says(`This is ${title}`);
    await ada.sees(`This is ${title}`);
  }
});

test.afterAll(async () => {
  await ada?.leavesCleanly();
  await ben?.leavesCleanly();
});

const press = (person: Person, keys: string) => person.page.keyboard.press(keys);

test('the switcher goes anywhere by a few letters, recent ones first', async () => {
  await press(ada, 'Control+k');
  const options = ada.page.getByRole('dialog', { name: 'Go to' }).getByRole('option');
  await expect(options).toHaveText([/Workshop/, /Orchard/, /Harbour/]);
  await ada.page.keyboard.type('hrb');
  await expect(options).toHaveText([/Harbour/]);
  await press(ada, 'Enter');
  await ada.isAt('Harbour');
  await expect(ada.composer).toBeFocused();
  await press(ada, 'Control+k');
  await expect(options).toHaveText([/Workshop/, /Orchard/, /Harbour/]);
  await press(ada, 'ArrowDown');
  await press(ada, 'Enter');
  await ada.isAt('Orchard');
});

test('the switcher leads to people and to channels that one is not in, those first that begin so', async ({
  browser,
  server,
}) => {
  const cleo = await Person.registered(browser, server.url, 'Cleo');
  const title = `Bay of ${cleo.handle}`;
  await cleo.calls('POST', '/v1/conversations', {
    id: crypto.randomUUID(),
    kind: 'channel',
    title,
    members: [],
  });
  await press(ada, 'Control+k');
  const options = ada.page.getByRole('dialog', { name: 'Go to' }).getByRole('option');
  const box = ada.page.getByRole('combobox', { name: 'Conversation' });
  await expect(box).toBeFocused();
  await ada.page.keyboard.type(cleo.handle);
  await expect(options).toHaveCount(2);
  await expect(options.filter({ hasText: `@${cleo.handle}` })).toHaveCount(1);
  expect(await violations(ada.page)).toEqual([]);
  await box.fill(title);
  await expect(options).toHaveText([new RegExp(`${title} Join`)]);
  await press(ada, 'Enter');
  await ada.isAt(title);
  await press(ada, 'Control+k');
  await expect(box).toBeFocused();
  await ada.page.keyboard.type(cleo.handle);
  await options.filter({ hasText: `@${cleo.handle}` }).click();
  await ada.isAt('Cleo');
  await cleo.leavesCleanly();
  await ada.opens('Orchard');
});

test('Alt and the arrows go through the list, with Shift through what is unread; Escape reads', async () => {
  await press(ada, 'Alt+ArrowUp');
  await ada.isAt('Workshop');
  await press(ada, 'Alt+ArrowDown');
  await press(ada, 'Alt+ArrowDown');
  await ada.isAt('Harbour');

  await expect(ben.page).toHaveTitle('(3) Parley');
  await expect(ben.page.locator('link[rel=icon]')).toHaveAttribute('href', '/favicon-unread.svg');
  await press(ben, 'Alt+Shift+ArrowDown');
  await ben.isAt('Workshop');
  await expect(ben.row('Workshop')).not.toContainText('unread');
  await press(ben, 'Alt+Shift+ArrowDown');
  await ben.isAt('Orchard');
  await expect(ben.page).toHaveTitle('(1) Parley');
  await press(ben, 'Shift+Escape');
  await expect(ben.row('Harbour')).not.toContainText('unread');
  await expect(ben.page).toHaveTitle('Parley');
  await expect(ben.page.locator('link[rel=icon]')).toHaveAttribute('href', '/favicon.svg');

  const harbour = new URL(ada.page.url()).pathname.replace('/c/', '');
  await ada.posts(
    harbour,
    Array.from({ length: 40 }, (_, index) => `line ${index + 1}`),
  );
  await ben.opens('Harbour');
  await expect(ben.page.locator('.jump')).toBeVisible();
  await press(ben, 'Escape');
  await expect(ben.row('Harbour')).not.toContainText('unread');
});

test('F6 goes from part to part, a letter goes into the message', async () => {
  await expect(ada.composer).toBeFocused();
  await press(ada, 'F6');
  await expect(ada.row('Harbour')).toBeFocused();
  await press(ada, 'F6');
  await expect(ada.page.getByRole('log')).toBeFocused();
  await press(ada, 'Shift+F6');
  await expect(ada.row('Harbour')).toBeFocused();
  await ada.page.keyboard.type('hello');
  await expect(ada.composer).toHaveValue('hello');
  await ada.composer.fill('');
});

test('the list of keys opens by ? and by Ctrl+/', async () => {
  await press(ada, 'Control+/');
  const sheet = ada.page.getByRole('dialog', { name: 'Keyboard' });
  await expect(sheet).toContainText('Go to a conversation');
  await press(ada, 'Escape');
  await expect(sheet).toBeHidden();
  await ada.page.getByRole('log').focus();
  await press(ada, '?');
  await expect(sheet).toBeVisible();
  await press(ada, 'Escape');
});

test('Enter sends, unless it breaks a line, belongs to code, or to an input method', async () => {
  await ada.composer.fill('');
  await ada.composer.pressSequentially('one');
  await press(ada, 'Shift+Enter');
  await ada.composer.pressSequentially('two');
  await expect(ada.composer).toHaveValue('one\ntwo');
  await press(ada, 'Enter');
  await expect(ben.messages.last()).toHaveText(/one\s*two/);

  await ada.composer.pressSequentially('```');
  await press(ada, 'Enter');
  await ada.composer.pressSequentially('let a');
  await press(ada, 'Enter');
  await ada.composer.pressSequentially('```');
  await expect(ada.composer).toHaveValue('```\nlet a\n```');
  await press(ada, 'Enter');
  await expect(ada.composer).toHaveValue('');

  const devtools = await ada.page.context().newCDPSession(ada.page);
  await devtools.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
  await press(ada, 'Enter');
  await expect(ada.composer).toHaveValue(/^にほん/);
  await ada.composer.fill('日本');
  await press(ada, 'Enter');
  await expect(ben.messages.last()).toHaveText('日本');
  await expect(ben.messages.filter({ hasText: 'にほん' })).toHaveCount(0);
});

test('keys make words bold, italic and struck through', async () => {
  await ada.composer.fill('bold');
  for (const [keys, text] of [
    ['Control+b', '**bold**'],
    ['Control+b', 'bold'],
    ['Control+i', '_bold_'],
  ] as const) {
    if (text !== 'bold') await press(ada, 'Control+a');
    await press(ada, keys);
    await expect(ada.composer).toHaveValue(text);
  }
  await press(ada, 'Control+a');
  await press(ada, 'Control+Shift+x');
  await expect(ada.composer).toHaveValue('~~_bold_~~');
});

test('how much room is left is told near the end', async () => {
  await ada.composer.fill('a'.repeat(15_990));
  await expect(ada.page.getByText('10 characters left')).toBeVisible();
  await ada.composer.fill('a'.repeat(16_001));
  await expect(ada.page.getByText('1 character too long')).toBeVisible();
  await expect(ada.page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await ada.composer.fill('');
});
