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

async function choose(person: Person, member: Person, choice: string): Promise<void> {
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

test('who is there already is said to be, and cannot be added again', async () => {
  const field = members(ada).getByRole('combobox', { name: 'Add somebody' });
  await field.fill(ben.handle);
  const option = members(ada).getByRole('option');
  await expect(option).toHaveText([/already here/]);
  await expect(option).toHaveAttribute('aria-disabled', 'true');
  expect(await violations(ada.page)).toEqual([]);
  await field.press('Enter');
  await expect(field).toHaveValue(ben.handle);
  await field.fill('nobody at all');
  await expect(members(ada).getByText('Nobody found.')).toBeVisible();
  await field.fill('');
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
  await choose(ada, cleo, 'Remove from the conversation');
  const question = ada.page.getByRole('dialog', { name: 'Remove Cleo from this conversation?' });
  expect(await violations(ada.page)).toEqual([]);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toHaveCount(0);
  await expect(row(ada, 'Cleo')).toBeVisible();
  await choose(ada, cleo, 'Remove from the conversation');
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(row(ada, 'Cleo')).toHaveCount(0);
  await expect(cleo.page.getByText('This conversation is not here')).toBeVisible();
});

test('the last owner hands over before leaving', async () => {
  await members(ada).getByRole('button', { name: 'Leave' }).click();
  await ada.isSure('Leave');
  await expect(members(ada).getByText('You are the last owner. Hand over to somebody first.')).toBeVisible();
  await choose(ada, ben, 'Hand over');
  await expect(ada.page.getByRole('dialog')).toContainText('Ben becomes the owner');
  await ada.isSure('Hand over');
  await expect(row(ada, 'Ben')).toContainText('owner');
  await expect(row(ada, 'Ada')).toContainText('moderator');
  await members(ada).getByRole('button', { name: 'Leave' }).click();
  await ada.isSure('Leave');
  await expect(ada.row('Old harbour')).toHaveCount(0);
  await expect(members(ben).getByRole('listitem')).toHaveCount(1);
  await members(ben).getByRole('button', { name: 'Leave' }).click();
  await ben.isSure('Leave');
  await expect(ben.row('Old harbour')).toHaveCount(0);
});
