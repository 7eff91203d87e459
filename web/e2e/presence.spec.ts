import { expect, test } from '@playwright/test';
import { Person } from './person.ts';
import { Server } from './server.ts';

let server: Server;

test.beforeAll(async () => {
  server = await Server.start({ PARLEY_PRESENCE_GRACE: '100ms', PARLEY_PRESENCE_SETTLE: '50ms' });
});

test.afterAll(async () => {
  await server?.stop();
});

/** What the dot beside a conversation in the list says in words. */
const dot = (person: Person, other: Person) => person.row(other.name).locator('.dot');
const header = (person: Person) => person.page.locator('.conversation-title .muted');

test('one sees who is here, by choice and by leaving, in words', async ({ browser }) => {
  const ada = await Person.registered(browser, server.url, 'Ada');
  const ben = await Person.registered(browser, server.url, 'Ben');
  await ada.writesTo(ben);
  await expect(dot(ada, ben)).toHaveText('Online');
  await expect(header(ada)).toHaveText(`Online · @${ben.handle}`);

  await ben.page.getByRole('button', { name: 'Your status: Online' }).click();
  await ben.page.getByRole('menuitemradio', { name: 'Do not disturb' }).click();
  await expect(dot(ada, ben)).toHaveText('Do not disturb');
  await ben.page.reload();
  await expect(ben.page.getByRole('button', { name: 'Your status: Do not disturb' })).toBeVisible();
  await expect(header(ada)).toHaveText(`Do not disturb · @${ben.handle}`);

  await ben.page.getByRole('button', { name: /Your status/ }).press('Enter');
  await expect(ben.page.getByRole('menuitemradio', { name: 'Do not disturb' })).toBeFocused();
  await ben.page.keyboard.press('Home');
  await ben.page.keyboard.press('Enter');
  await expect(dot(ada, ben)).toHaveText('Online');
  await ben.page.close();
  await expect(dot(ada, ben)).toHaveText('Offline');
  await expect(header(ada)).toHaveText(`Last seen just now · @${ben.handle}`);
  await ada.leavesCleanly();
  await ben.leavesCleanly();
});

test('whoever does nothing for a while is away, until a sign of life in any tab', async ({ browser }) => {
  const cleo = await Person.arrive(browser, server.url, 'Cleo');
  await cleo.page.clock.install();
  await cleo.page.goto('/register');
  await cleo.fillAccount('Create account');
  await cleo.isIn();
  const dan = await Person.registered(browser, server.url, 'Dan');
  await dan.gathers('Harbour', cleo);
  await dan.page.getByRole('button', { name: 'Members (2)' }).click();
  const shown = dan.page
    .getByRole('region', { name: 'Members' })
    .getByRole('listitem')
    .filter({ hasText: 'Cleo' });
  await expect(shown.locator('.dot')).toHaveText('Online');
  await cleo.page.clock.fastForward('05:01');
  await expect(shown.locator('.dot')).toHaveText('Away');
  await expect(cleo.page.getByRole('button', { name: 'Your status: Away' })).toBeVisible();
  await cleo.page.mouse.move(200, 200);
  await expect(shown.locator('.dot')).toHaveText('Online');
  await cleo.leavesCleanly();
  await dan.leavesCleanly();
});
