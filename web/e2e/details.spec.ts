import { expect, type Locator } from '@playwright/test';
import { violations } from './axe.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

/** One group from its founding until its founder has left; each test continues the story. */
test.describe.configure({ mode: 'serial' });

let ada: Person;
let ben: Person;
let cleo: Person;

test.beforeAll(async ({ browser, server }) => {
  ada = await Person.registered(browser, server.url, 'Ada');
  ben = await Person.registered(browser, server.url, 'Ben');
  cleo = await Person.registered(browser, server.url, 'Cleo', {
    viewport: { width: 320, height: 640 },
    colorScheme: 'dark',
  });
  await ada.gathers('Harbour', ben, cleo);
  await ben.opens('Harbour');
  await cleo.opens('Harbour');
  await ada.page.getByRole('button', { name: 'Members (3)' }).click();
  await ben.page.getByRole('button', { name: 'Members (3)' }).click();
});

test.afterAll(async () => {
  for (const person of [ada, ben, cleo]) await person?.leavesCleanly();
});

const details = (person: Person): Locator => person.page.getByRole('region', { name: 'Details' });
const members = (person: Person): Locator => person.page.getByRole('region', { name: 'Members' });
const row = (person: Person, name: string): Locator =>
  members(person).getByRole('listitem').filter({ hasText: name });

async function choose(person: Person, member: Person, choice: string, sure?: RegExp): Promise<void> {
  if (sure)
    person.page.once('dialog', dialog => (sure.test(dialog.message()) ? dialog.accept() : dialog.dismiss()));
  await members(person)
    .getByRole('button', { name: `${member.name}: what to do` })
    .click();
  await person.page.getByRole('menuitem', { name: choice }).click();
}

test('who leads changes title, topic and how people come in; who does not reads it', async () => {
  await expect(details(ben).getByText('No topic')).toBeVisible();
  await expect(details(ben).getByRole('button', { name: 'Edit title and topic' })).toHaveCount(0);
  await details(ada).getByRole('button', { name: 'Edit title and topic' }).click();
  expect(await violations(ada.page)).toEqual([]);
  await details(ada).getByLabel('Title').fill('Old harbour');
  await details(ada).getByLabel('Topic').fill('Boats');
  await details(ada).getByRole('button', { name: 'Save' }).click();
  await expect(details(ben).getByRole('heading', { name: 'Old harbour' })).toBeVisible();
  await expect(details(ben).getByText('Boats', { exact: true })).toBeVisible();
  await expect(ben.page.locator('.system').last()).toHaveText(
    'Ada named the conversation “Old harbour”. Ada set the topic to “Boats”',
  );

  await details(ada).getByLabel('New members see').selectOption('joined');
  await expect(details(ben).getByText('what is said from then on')).toBeVisible();
  await details(ada).getByLabel('People are added by').selectOption('all');
  await expect(details(ben).getByText('every member')).toBeVisible();
  await expect(members(ben).getByRole('combobox', { name: 'Add somebody' })).toBeVisible();
});

test('roles are given and taken, and what one may do follows', async () => {
  await expect(members(ben).getByRole('button', { name: 'Cleo: what to do' })).toHaveCount(0);
  await choose(ada, ben, 'Make a moderator');
  await expect(row(ada, 'Ben')).toContainText('moderator');
  await expect(row(ben, 'Ben')).toContainText('moderator');
  await expect(details(ben).getByRole('button', { name: 'Edit title and topic' })).toBeVisible();
  await expect(members(ben).getByRole('button', { name: 'Cleo: what to do' })).toBeVisible();
  expect(await violations(ben.page)).toEqual([]);
  await choose(ada, ben, 'Make an ordinary member');
  await expect(row(ben, 'Ben')).not.toContainText('moderator');
  await expect(details(ben).getByRole('button', { name: 'Edit title and topic' })).toHaveCount(0);
});

test('in 320 px the menu leads to them, in the dark too', async () => {
  const { page } = cleo;
  await page.getByRole('button', { name: 'More about this conversation' }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('menuitem', { name: 'Details' }).click();
  await expect(row(cleo, 'Ada')).toContainText('owner');
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await row(cleo, 'Ada').getByRole('button', { name: 'Ada' }).click();
  const card = page.getByRole('dialog', { name: 'Ada' });
  await expect(card).toContainText(`@${ada.handle}`);
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Close members' }).click();
});

test('somebody is removed, after a second thought', async () => {
  await choose(ada, cleo, 'Remove from the conversation', /never/);
  await expect(row(ada, 'Cleo')).toBeVisible();
  await choose(ada, cleo, 'Remove from the conversation', /Remove Cleo/);
  await expect(row(ada, 'Cleo')).toHaveCount(0);
  await expect(cleo.page.getByText('This conversation is not here')).toBeVisible();
});

test('the last owner hands over before leaving', async () => {
  ada.page.once('dialog', dialog => dialog.accept());
  await members(ada).getByRole('button', { name: 'Leave' }).click();
  await expect(members(ada).getByText('You are the last owner. Hand over to somebody first.')).toBeVisible();
  await choose(ada, ben, 'Hand over', /Ben becomes the owner/);
  await expect(row(ada, 'Ben')).toContainText('owner');
  await expect(row(ada, 'Ada')).toContainText('moderator');
  ada.page.once('dialog', dialog => dialog.accept());
  await members(ada).getByRole('button', { name: 'Leave' }).click();
  await expect(ada.row('Old harbour')).toHaveCount(0);
  await expect(members(ben).getByRole('listitem')).toHaveCount(1);
  ben.page.once('dialog', dialog => dialog.accept());
  await members(ben).getByRole('button', { name: 'Leave' }).click();
  await expect(ben.row('Old harbour')).toHaveCount(0);
});
