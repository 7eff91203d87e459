import { expect, test } from '@playwright/test';
import { violations } from './axe.ts';
import { Person } from './person.ts';
import { Server } from './server.ts';

let server: Server;

test.beforeAll(async () => {
  server = await Server.start();
});

test.afterAll(async () => {
  await server?.stop();
});

test('the link makes the administrator, who invites the others', async ({ browser }) => {
  const ada = await Person.arrive(browser, server.url, 'Ada');
  await ada.page.goto(server.setupLink);
  // Marks that nobody sees: the page says in which field they are.
  await ada.page.getByLabel('Your name').fill('A\u202Eda');
  await ada.page.getByLabel('Handle').fill(ada.handle);
  await ada.page.getByLabel('Password').fill('correct horse battery');
  await ada.page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(ada.page.getByRole('alert')).toHaveText(/^Your name: .*turns the direction of the text/);
  await ada.page.getByLabel('Your name').fill('Ada');
  await ada.page.getByLabel('Handle').fill('a\u202Eda');
  await ada.page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(ada.page.getByRole('alert')).toHaveText(/^Handle: 2 to 32 of a–z/);
  await ada.fillAccount('Create administrator');
  await ada.isIn();
  // Who is in no conversation yet is shown the ways into one.
  for (const [way, dialog] of [
    ['See what is open to all', 'Channels'],
    ['Write to somebody', 'New message'],
    ['Gather a group', 'New group'],
  ] as const) {
    await ada.page.getByRole('button', { name: way }).click();
    await expect(ada.page.getByRole('dialog', { name: dialog })).toBeVisible();
    await ada.page.keyboard.press('Escape');
  }
  expect(await violations(ada.page)).toEqual([]);

  const eve = await Person.arrive(browser, server.url, 'Eve');
  await eve.page.goto(server.setupLink);
  await eve.fillAccount('Create administrator');
  await expect(eve.page.getByRole('alert')).toContainText('used already');
  await eve.page.goto('/register');
  await eve.fillAccount('Create account');
  await expect(eve.page.getByRole('alert')).toContainText('by invitation');

  await ada.page.getByRole('button', { name: 'Invite people' }).click();
  const link = await ada.page.getByLabel('Send this link').inputValue();
  const ben = await Person.arrive(browser, server.url, 'Ben');
  await ben.page.goto(link);
  await ben.fillAccount('Join');
  await ben.isIn();
  await expect(ben.page.getByRole('button', { name: 'Invite people' })).toHaveCount(0);

  for (const person of [ada, eve, ben]) await person.leavesCleanly();
});
