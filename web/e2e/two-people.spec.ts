import { expect } from '@playwright/test';
import { violations } from './axe.ts';
import { Line } from './line.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

/** One pair of people; each test continues their story. */
test.describe.configure({ mode: 'serial' });

let line: Line;
let ada: Person;
let ben: Person;

test.beforeAll(async ({ browser, server }) => {
  line = await Line.to(server.url);
  ada = await Person.signsUp(browser, line.url, 'Ada');
  ben = await Person.signsUp(browser, server.url, 'Ben');
});

test.afterAll(async () => {
  await ada?.leavesCleanly();
  await ben?.leavesCleanly();
  line?.close();
});

test('two people chat', async () => {
  await ada.writesTo(ben);
  await ada.says('Hello Ben');
  await ada.sees('Hello Ben');

  await expect(ben.row(ada.name)).toContainText('1 unread');
  await expect(ben.page).toHaveTitle('(1) Parley');
  await ben.opens(ada.name);
  await ben.sees('Hello Ben');
  await expect(ben.row(ada.name)).not.toContainText('unread');
  await expect(ben.page).toHaveTitle('Parley');

  await ben.says('Hello Ada');
  await ada.sees('Hello Ben', 'Hello Ada');
  await ben.sees('Hello Ben', 'Hello Ada');
});

test('whom one writes with is offered before anything is typed', async () => {
  await ada.page.getByRole('button', { name: 'Message', exact: true }).click();
  const options = ada.page.getByRole('dialog', { name: 'New message' }).getByRole('option');
  await expect(options).toHaveText([new RegExp(`@${ben.handle}`)]);
  expect(await violations(ada.page)).toEqual([]);
  await ada.page.keyboard.press('Enter');
  await ada.isAt(ben.name);
});

test('text is shown as it was meant, and no HTML of it', async () => {
  await ada.composer.pressSequentially('<b>two</b>');
  await ada.composer.press('Shift+Enter');
  await ada.composer.pressSequentially('**lines**');
  await ada.composer.press('Enter');
  await ben.sees('Hello Ben', 'Hello Ada', '<b>two</b>\nlines');
});

test('a line that breaks costs nothing but time', async () => {
  const said = ['Hello Ben', 'Hello Ada', '<b>two</b>\nlines'];
  line.cut();
  await expect(ada.page.getByText('Connection lost')).toBeVisible();
  await ben.says('Are you there?');
  await ada.says('I write into the dark,');
  await ada.says('in order.');
  await expect(ada.page.locator('.message[data-state=waiting]')).toHaveCount(2);

  line.mend();
  await ada.looksAgain();
  await expect(ada.page.getByText('Connection lost')).toBeHidden();
  const all = [...said, 'Are you there?', 'I write into the dark,', 'in order.'];
  await ada.sees(...all);
  await ben.sees(...all);
});

test('what was not sent survives a reload', async () => {
  line.cut();
  await expect(ada.page.getByText('Connection lost')).toBeVisible();
  await ada.says('Sent after the reload');
  await ada.composer.fill('a draft');
  await ada.keeps('Sent after the reload');
  await ada.keeps('a draft');
  line.mend();
  await ada.page.reload();
  await expect(ben.messages.last()).toHaveText('Sent after the reload');
  await expect(ada.messages.last()).toHaveText('Sent after the reload');
  await expect(ada.messages.filter({ hasText: 'Sent after the reload' })).toHaveCount(1);
  await expect(ada.composer).toHaveValue('a draft');
  await ada.composer.fill('');
});

test('a group and its members', async () => {
  await ada.page.getByRole('button', { name: 'Group', exact: true }).click();
  await ada.page.getByLabel('Title').fill('Harbour');
  await ada.page.getByRole('combobox', { name: 'Members' }).fill(ben.handle);
  await ada.page.getByRole('option', { name: ben.name }).click();
  await ada.page.getByRole('button', { name: 'Create group' }).click();
  await ada.isAt('Harbour');
  await ada.says('Welcome aboard');

  await ben.opens('Harbour');
  await ben.sees('Welcome aboard');
  await ben.page.getByRole('button', { name: 'Members (2)' }).click();
  const panel = ben.page.getByRole('region', { name: 'Members' });
  await expect(panel.getByRole('listitem')).toHaveCount(2);
  await panel.getByRole('button', { name: 'Leave' }).click();
  await ben.isSure('Leave');
  await expect(ben.row('Harbour')).toHaveCount(0);
  await expect(ada.page.getByText(`${ben.name} left`)).toBeVisible();
});

test('a channel is found and joined', async () => {
  const name = 'weather';
  await ada.page.getByRole('button', { name: 'Channels' }).click();
  await ada.page.getByLabel('New channel').fill(name);
  await ada.page.getByRole('button', { name: 'Create' }).click();
  await ada.isAt(name);
  await ada.says('Wind from the west');

  await ben.page.getByRole('button', { name: 'Channels' }).click();
  await ben.page.getByLabel('Find a channel').fill(name);
  await ben.page.getByRole('button', { name: `Join ${name}` }).click();
  await ben.isAt(name);
  await ben.sees('Wind from the west');
  await ben.says('Good for sailing');
  await ada.sees('Wind from the west', 'Good for sailing');

  // Who may add nobody is not asked whom.
  const panel = (person: Person) => person.page.getByRole('region', { name: 'Members' });
  for (const person of [ada, ben]) {
    await person.page.getByRole('button', { name: 'Members (2)' }).click();
    await expect(panel(person).getByRole('listitem')).toHaveCount(2);
  }
  await expect(panel(ada).getByRole('combobox', { name: 'Add somebody' })).toBeVisible();
  await expect(panel(ben).getByRole('combobox', { name: 'Add somebody' })).toHaveCount(0);
  for (const person of [ada, ben]) await person.page.getByRole('button', { name: 'Members (2)' }).click();
});

test('history is loaded as it is scrolled to', async () => {
  await ada.opens(ben.name);
  const conversation = new URL(ada.page.url()).pathname.replace('/c/', '');
  const texts = Array.from({ length: 120 }, (_, index) => `number ${index + 1}`);
  await ada.posts(conversation, texts);
  await ben.opens(ada.name);
  await ben.page.locator('.jump').click();
  await expect(ben.messages.last()).toHaveText('number 120');
  // What was read a moment ago may not be kept yet: then it begins where reading left off before.
  await ben.page.reload();
  await ben.page.getByRole('log').hover();
  const numbers = new Set<string>();
  const collect = async () => {
    for (const text of await ben.messages.filter({ hasText: /^number/ }).allTextContents()) numbers.add(text);
  };
  await expect(async () => {
    await collect();
    await ben.page.mouse.wheel(0, 400);
    await expect(ben.messages.last()).toHaveText('number 120', { timeout: 100 });
    await collect();
  }).toPass({ intervals: [20] });
  const beginning = ben.page.getByText('This is where the conversation begins.');
  await expect(async () => {
    await ben.page.mouse.wheel(0, -400);
    await collect();
    await expect(beginning).toBeInViewport({ timeout: 50 });
  }).toPass({ intervals: [20] });
  await expect(ben.messages.first()).toHaveText('Hello Ben');
  expect(numbers).toEqual(new Set(texts));
  await ben.page.locator('.jump').click();
  await expect(ben.messages.last()).toHaveText('number 120');
});

test('a refused message can be tried again or deleted', async () => {
  const { id } = (await ada.calls('GET', '/v1/users/me')) as { id: string };
  await ben.calls('PUT', `/v1/users/me/blocks/${id}`);
  await ada.says('First try');
  await ada.says('Never mind');
  await expect(ada.page.getByText('Not sent')).toHaveCount(2);
  await ada.page.getByRole('button', { name: 'Delete' }).last().click();
  await expect(ada.messages.last()).toHaveText('First try');
  await expect(ada.messages.last()).toBeInViewport({ ratio: 1 });
  await ben.calls('DELETE', `/v1/users/me/blocks/${id}`);
  await ada.page.getByRole('button', { name: 'Retry' }).click();
  await expect(ben.messages.last()).toHaveText('First try');
  await expect(ada.page.getByText('Not sent')).toHaveCount(0);
});

test('signing out ends the session, signing in brings all back', async () => {
  await ben.page.getByRole('button', { name: 'Sign out' }).click();
  await ben.signIn();
  await ben.opens(ada.name);
  await expect(ben.messages.last()).toHaveText('First try');
});
