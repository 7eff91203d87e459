import { expect } from '@playwright/test';
import { Line } from './line.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

let line: Line;

test.beforeAll(async ({ server }) => {
  line = await Line.to(server.url);
});

test.afterAll(async () => {
  line?.close();
});

test('two tabs are one client, and a killed one loses nothing', async ({ browser, server }) => {
  const ada = await Person.registered(browser, line.url, 'Ada');
  const ben = await Person.registered(browser, server.url, 'Ben');
  await ada.writesTo(ben);
  await ada.says('From the first tab');
  const second = await ada.inNewTab();
  await second.opens(ben.name);
  await second.says('From the second tab');
  for (const tab of [ada, second]) await tab.sees('From the first tab', 'From the second tab');
  await ben.opens(ada.name);
  await ben.says('I read both');
  for (const tab of [ada, second]) await tab.sees('From the first tab', 'From the second tab', 'I read both');

  line.cut();
  await expect(second.page.getByText('Connection lost')).toBeVisible();
  const numbers = Array.from({ length: 20 }, (_, index) => `number ${index + 1}`);
  for (const number of numbers) await ada.says(number);
  await expect(second.messages.last()).toHaveText('number 20');
  await ada.isKilled();
  line.mend();
  await second.looksAgain();
  const all = ['From the first tab', 'From the second tab', 'I read both', ...numbers];
  await second.sees(...all);
  await ben.sees(...all);
  await second.leavesCleanly();
  await ben.leavesCleanly();
});

test('what the only tab could not send is sent by the next one', async ({ browser, server }) => {
  const cleo = await Person.registered(browser, line.url, 'Cleo');
  const dan = await Person.registered(browser, server.url, 'Dan');
  await cleo.writesTo(dan);
  line.cut();
  await cleo.says('Into the dark');
  await cleo.composer.fill('a draft');
  await cleo.keeps('a draft');
  await cleo.isKilled();
  line.mend();
  const next = await cleo.inNewTab();
  await next.opens(dan.name);
  await next.sees('Into the dark');
  await expect(next.composer).toHaveValue('a draft');
  await dan.opens(cleo.name);
  await dan.sees('Into the dark');
  await next.leavesCleanly();
  await dan.leavesCleanly();
});

test('a tab that is killed before it heard whether its messages arrived loses none and doubles none', async ({
  browser,
  server,
}) => {
  const hal = await Person.registered(browser, line.url, 'Hal');
  const ida = await Person.registered(browser, server.url, 'Ida');
  await hal.writesTo(ida);
  await hal.says('heard of');
  await hal.sees('heard of');
  await ida.opens(hal.name);
  line.swallowAnswers();
  const arrived = Array.from({ length: 10 }, (_, index) => `arrived ${index + 1}`);
  for (const text of arrived) await hal.says(text);
  await ida.sees('heard of', ...arrived);
  line.cut();
  const written = Array.from({ length: 10 }, (_, index) => `written ${index + 1}`);
  for (const text of written) await hal.says(text);
  await hal.keeps('written 10');
  await hal.isKilled();
  line.mend();
  const next = await hal.inNewTab();
  await next.opens(ida.name);
  const all = ['heard of', ...arrived, ...written];
  await next.sees(...all);
  await ida.sees(...all);
  await next.leavesCleanly();
  await ida.leavesCleanly();
});

test('signing out in one tab signs out all, and leaves nothing behind', async ({ browser, server }) => {
  const eve = await Person.registered(browser, server.url, 'Eve');
  const other = await eve.inNewTab();
  await eve.page.getByRole('button', { name: 'Sign out' }).click();
  await expect(other.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  const left = await other.page.evaluate(async () => {
    const [database] = await indexedDB.databases();
    const open = indexedDB.open(database?.name ?? '');
    await new Promise(opened => open.addEventListener('success', opened));
    const stores = [...open.result.objectStoreNames];
    const read = open.result.transaction(stores);
    const counts = stores.map(
      name =>
        new Promise<number>(counted => {
          const request = read.objectStore(name).count();
          request.onsuccess = () => counted(request.result);
        }),
    );
    return Promise.all(counts);
  });
  expect(left).not.toHaveLength(0);
  expect(left).toEqual(left.map(() => 0));
  await eve.leavesCleanly();
});

test('what is read in one tab is read in the others, and on other devices', async ({ browser, server }) => {
  const fay = await Person.registered(browser, server.url, 'Fay');
  const gus = await Person.registered(browser, server.url, 'Gus');
  await gus.writesTo(fay);
  await gus.says('Look at this');
  const second = await fay.inNewTab();
  const phone = await fay.elsewhere(browser);
  for (const one of [fay, second, phone]) await expect(one.row('Gus')).toContainText('1 unread');
  await second.page.bringToFront();
  await second.opens('Gus');
  for (const one of [fay, second, phone]) await expect(one.row('Gus')).not.toContainText('unread');
  for (const one of [gus, phone, second]) await one.leavesCleanly();
});
