import { expect, test } from '@playwright/test';
import { Person } from './person.ts';
import { Server } from './server.ts';

/** What comes and goes: typing. */
let server: Server;
let ada: Person;
let ben: Person;

test.beforeAll(async ({ browser }) => {
  server = await Server.start();
  ada = await Person.registered(browser, server.url, 'Ada');
  ben = await Person.registered(browser, server.url, 'Ben');
});

test.afterAll(async () => {
  await ada?.leavesCleanly();
  await ben?.leavesCleanly();
  await server?.stop();
});

test('typing is shown while it lasts, in the list and in the conversation', async () => {
  await ada.writesTo(ben);
  await ada.composer.pressSequentially('Do');
  await expect(ben.row(ada.name)).toContainText('typing…');
  await ben.opens(ada.name);
  await expect(ben.page.getByText('Ada is typing…')).toBeVisible();
  await expect(ben.page.getByText('Ada is typing…')).toBeHidden();
  await expect(ben.row(ada.name)).not.toContainText('typing…');

  await ada.composer.pressSequentially('ne');
  await expect(ben.page.getByText('Ada is typing…')).toBeVisible();
  await ada.composer.press('Enter');
  await ben.sees('Done');
  await expect(ben.page.getByText('Ada is typing…')).toBeHidden({ timeout: 1_000 });
});
