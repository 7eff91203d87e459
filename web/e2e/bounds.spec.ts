import { expect } from '@playwright/test';
import { heap, scrollUp } from './measures.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

const ROOMS = 10;
const SWITCHES = 100;
/** More than may be in the page at a time. */
const LONG = 1_200;
const MOST_ROWS = 1_000;
const MOST_GROWTH_MB = 5;

const conversationOf = (person: Person) => new URL(person.page.url()).pathname.replace('/c/', '');
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `number ${index + 1}`);

test('however much of a conversation was loaded, few of its rows are in the page', async ({
  browser,
  server,
}) => {
  test.setTimeout(400_000);
  const ada = await Person.registered(browser, server.url, 'Ada');
  await ada.gathers('Long');
  await ada.posts(conversationOf(ada), numbered(LONG));
  await expect(ada.messages.last()).toHaveText(`number ${LONG}`);
  // Half a screen a frame: fast, and nothing is jumped over.
  const { mounted, oldest } = await scrollUp(ada.page, { by: 300, to: 2, within: 300_000 });
  expect(oldest).toBeLessThanOrEqual(2);
  expect(mounted).toBeGreaterThan(10);
  expect(mounted).toBeLessThanOrEqual(MOST_ROWS);
  await ada.leavesCleanly();
});

test('going from conversation to conversation keeps nothing of those that are left', async ({
  browser,
  server,
}) => {
  const ben = await Person.registered(browser, server.url, 'Ben');
  for (let room = 0; room < ROOMS; room++) {
    await ben.gathers(`Room ${room}`);
    await ben.posts(conversationOf(ben), numbered(40));
  }
  const around = async (times: number) => {
    for (let time = 0; time < times; time++) {
      await ben.opens(`Room ${time % ROOMS}`);
      await expect(ben.page.locator('.timeline[data-begun=true] .message-text').last()).toBeVisible();
    }
  };
  await around(2 * ROOMS);
  const before = await heap(ben.page);
  await around(SWITCHES);
  expect((await heap(ben.page)) - before).toBeLessThan(MOST_GROWTH_MB);
  await ben.leavesCleanly();
});
