import { expect, test } from '@playwright/test';
import { Person } from './person.ts';
import { Server } from './server.ts';

/** What the server tells as hints; conversations of more than three are large to this one. */
let server: Server;
let ada: Person;
let ben: Person;

test.beforeAll(async ({ browser }) => {
  server = await Server.start({ PARLEY_GATEWAY_DELIVERY_LARGE_MEMBERS: '3' });
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

test('a large conversation is counted from afar and read in full on screen', async ({ browser }) => {
  const cleo = await Person.registered(browser, server.url, 'Cleo');
  const dan = await Person.registered(browser, server.url, 'Dan');
  await cleo.gathers('Assembly', ada, ben, dan);
  await ben.opens(ada.name);
  await dan.opens('Assembly');
  for (const text of ['The first', 'The second', 'The third']) await cleo.says(text);
  await dan.sees('The first', 'The second', 'The third');
  await expect(ben.row('Assembly')).toContainText('3 unread');
  await ben.opens('Assembly');
  await ben.sees('The first', 'The second', 'The third');
  await cleo.says('The fourth');
  await ben.sees('The first', 'The second', 'The third', 'The fourth');
  for (const person of [cleo, dan]) await person.leavesCleanly();
});
