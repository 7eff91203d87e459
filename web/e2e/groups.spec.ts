import { expect, type Locator, test } from '@playwright/test';
import { violations } from './axe.ts';
import { Person } from './person.ts';
import { Server } from './server.ts';

/** User groups of a workspace whose administrator is Ada; each test continues the story. */
test.describe.configure({ mode: 'serial' });

let server: Server;
let ada: Person;
let ben: Person;
let cleo: Person;

test.beforeAll(async ({ browser }) => {
  server = await Server.start({ PARLEY_ACCOUNTS_REGISTRATION: 'open' });
  ada = await Person.arrive(browser, server.url, 'Ada');
  await ada.page.goto(server.setupLink);
  await ada.fillAccount('Create administrator');
  await ada.isIn();
  ben = await Person.registered(browser, server.url, 'Ben');
  cleo = await Person.registered(browser, server.url, 'Cleo');
  await ada.gathers('Harbour', ben, cleo);
  await ben.opens('Harbour');
  await cleo.opens('Harbour');
});

test.afterAll(async () => {
  for (const person of [ada, ben, cleo]) await person?.leavesCleanly();
  await server?.stop();
});

async function settings(person: Person): Promise<Locator> {
  await person.page.getByRole('button', { name: /Your status/ }).click();
  await person.page.getByRole('menuitem', { name: 'Profile' }).click();
  await person.page.getByRole('tab', { name: 'User groups' }).click();
  return person.page.getByRole('dialog', { name: 'User groups' });
}

const rows = (dialog: Locator): Locator => dialog.locator('li.pick');

async function picks(dialog: Locator, person: Person): Promise<void> {
  await dialog.getByRole('combobox', { name: 'Members' }).fill(person.handle);
  await dialog.getByRole('option', { name: person.name }).click();
}

test('an administrator creates a group, and is told why a handle is refused', async () => {
  const dialog = await settings(ada);
  await expect(dialog.getByText('no user groups yet')).toBeVisible();
  await dialog.getByLabel('Handle', { exact: true }).fill(ben.handle);
  await dialog.getByLabel('Name', { exact: true }).fill('Backend people');
  await picks(dialog, ada);
  await picks(dialog, ben);
  await dialog.getByRole('button', { name: 'Create user group' }).click();
  await expect(dialog.getByRole('alert')).toContainText('taken');
  expect(await violations(ada.page)).toEqual([]);
  await dialog.getByLabel('Handle', { exact: true }).fill('backend');
  await dialog.getByRole('button', { name: 'Create user group' }).click();
  await expect(rows(dialog)).toContainText('Backend people @backend 2 members');
  await ada.page.keyboard.press('Escape');
});

test('it is offered behind @, and its mention reaches those of it who are there', async () => {
  await cleo.composer.pressSequentially('Ahoy @back');
  const offer = cleo.page.getByRole('option', { name: 'Backend people' });
  await expect(offer).toContainText('@backend · 2 members');
  expect(await violations(cleo.page)).toEqual([]);
  await cleo.composer.press('Enter');
  await expect(cleo.composer).toHaveValue('Ahoy @backend ');
  await cleo.composer.press('Enter');
  await ben.sees('Ahoy @backend');
  for (const [person, own] of [
    [ada, true],
    [ben, true],
    [cleo, false],
  ] as const) {
    await expect(person.page.locator('.message .mention')).toHaveText('@backend');
    await expect(person.page.locator('.mention')).toHaveAttribute('data-own', String(own));
    await expect(person.page.locator('.message[data-mentioned=true]')).toHaveCount(own ? 1 : 0);
  }
});

test('a mention that is pressed says who the group is, and each of them', async () => {
  await cleo.page.locator('.mention').click();
  const card = cleo.page.getByRole('dialog', { name: '@backend' });
  await expect(card).toContainText('Backend people 2 members');
  await expect(card.getByRole('listitem')).toHaveCount(2);
  expect(await violations(cleo.page)).toEqual([]);
  await card.getByRole('button', { name: 'Ben' }).click();
  await expect(cleo.page.getByRole('dialog', { name: 'Ben' })).toContainText(`@${ben.handle}`);
  await cleo.page.keyboard.press('Escape');
});

test('who is no administrator sees the groups; renamed and without Ben, what was said stays', async () => {
  const seen = await settings(ben);
  await expect(rows(seen)).toContainText('@backend');
  await expect(seen.getByText('Administrators create and change them.')).toBeVisible();
  await expect(rows(seen).getByRole('button')).toHaveCount(0);
  await ben.page.keyboard.press('Escape');

  const dialog = await settings(ada);
  await dialog.getByRole('button', { name: 'Change @backend' }).click();
  await dialog.getByLabel('Handle', { exact: true }).fill('server');
  await dialog.getByRole('button', { name: 'Remove Ben' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(rows(dialog)).toContainText('@server 1 member');
  await ada.page.keyboard.press('Escape');
  await ada.says('@server and nobody else');
  await expect(ben.page.locator('.message .mention')).toHaveText(['@backend', '@server']);
  await expect(ben.page.locator('.message[data-mentioned=true]')).toHaveCount(1);

  const again = await settings(ada);
  await again.getByRole('button', { name: 'Remove @server' }).click();
  await ada.isSure('Remove');
  await expect(again.getByText('no user groups yet')).toBeVisible();
  await ada.page.keyboard.press('Escape');
  await expect(ben.page.locator('.message .mention')).toHaveText(['@backend', '@server']);
});
