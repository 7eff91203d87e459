import { expect, type Locator } from '@playwright/test';
import { violations } from './axe.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

/** A group in which one person is too much for another; each test continues the story. */
test.describe.configure({ mode: 'serial' });

let ada: Person;
let ben: Person;
let cleo: Person;

test.beforeAll(async ({ browser, server }) => {
  ada = await Person.registered(browser, server.url, 'Ada');
  ben = await Person.registered(browser, server.url, 'Ben');
  cleo = await Person.registered(browser, server.url, 'Cleo');
  await ada.gathers('Harbour', ben, cleo);
  await ben.opens('Harbour');
  await cleo.opens('Harbour');
  await ben.says('Look at me');
  await ada.sees('Look at me');
});

test.afterAll(async () => {
  for (const person of [ada, ben, cleo]) await person?.leavesCleanly();
});

const card = (person: Person, of: Person): Locator => person.page.getByRole('dialog', { name: of.name });
const message = (person: Person, text: string): Locator =>
  person.page.locator('.message').filter({ hasText: text });

test('a name leads to a card, by the keyboard too, and from there to a message', async () => {
  await message(ada, 'Look at me').getByRole('button', { name: 'Ben', exact: true }).click();
  await expect(card(ada, ben)).toContainText(`@${ben.handle}`);
  await expect(card(ada, ben)).toContainText('Online');
  expect(await violations(ada.page)).toEqual([]);
  await ada.page.keyboard.press('Escape');

  await message(ada, 'Look at me').focus();
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByRole('toolbar')).toBeVisible();
  await ada.page.getByRole('button', { name: 'More actions' }).press('Enter');
  await ada.page.getByRole('menuitem', { name: 'About Ben' }).press('Enter');
  await card(ada, ben).getByRole('button', { name: 'Write a message' }).click();
  await ada.isAt('Ben');
  await ada.says('What is it?');
  await ben.opens('Ada');
  await ben.sees('What is it?');
  await ben.opens('Harbour');
});

test('what blocked people write is folded away where others are, and shown when one wants to', async () => {
  await ada.page.getByRole('button', { name: 'More about this conversation' }).click();
  await ada.page.getByRole('menuitem', { name: 'About Ben' }).click();
  await card(ada, ben).getByRole('button', { name: 'Block' }).click();
  await expect(card(ada, ben)).toContainText('You have blocked Ben.');
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.locator('.blocked-note')).toContainText('You have blocked Ben.');
  expect(await violations(ada.page)).toEqual([]);

  await ada.opens('Harbour');
  await expect(ada.messages).toHaveCount(0);
  await ben.says('Are you there?');
  await expect(ada.page.locator('.message.folded')).toHaveCount(2);
  await expect(ada.row('Harbour')).toContainText('A message of somebody you blocked');
  await cleo.says('I am');
  await ada.sees('I am');
  expect(await violations(ada.page)).toEqual([]);
  await ada.page.locator('.message.folded').last().getByRole('button', { name: 'Show' }).click();
  await ada.sees('Are you there?', 'I am');
  await ada.page.getByRole('button', { name: 'Hide' }).click();
  await ada.sees('I am');

  await ada.page.reload();
  await ada.sees('I am');
  const tab = await ada.inNewTab();
  await tab.opens('Harbour');
  await expect(tab.page.locator('.message.folded')).toHaveCount(2);
  await tab.page.close();
});

test('a blocked person is not offered, and is unblocked from the list', async () => {
  await ada.composer.pressSequentially('@');
  await expect(ada.page.getByRole('option', { name: 'Cleo' })).toBeVisible();
  await expect(ada.page.getByRole('option', { name: 'Ben' })).toHaveCount(0);
  await ada.composer.fill('');

  await ada.page.getByRole('button', { name: /Your status/ }).click();
  await ada.page.getByRole('menuitem', { name: 'Blocked people' }).click();
  const dialog = ada.page.getByRole('dialog', { name: 'Blocked people' });
  expect(await violations(ada.page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Unblock Ben' }).click();
  await expect(dialog).toContainText('You have blocked nobody.');
  await ada.page.keyboard.press('Escape');
  await ada.sees('Look at me', 'Are you there?', 'I am');
});
