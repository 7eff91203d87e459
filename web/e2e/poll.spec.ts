import { expect } from '@playwright/test';
import { OfficeProxy } from './office-proxy.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

let proxy: OfficeProxy;

test.beforeAll(async ({ server }) => {
  proxy = await OfficeProxy.to(server.url);
});

test.afterAll(async () => {
  proxy?.close();
});

test('behind a proxy that refuses upgrades one chats all the same, and has a socket once it lets them pass', async ({
  browser,
  server,
}) => {
  const ada = await Person.registered(browser, proxy.url, 'Ada');
  const ben = await Person.registered(browser, server.url, 'Ben');
  await expect(ada.page.getByRole('status')).toBeHidden({ timeout: 20_000 });
  await ada.writesTo(ben);
  await ada.says('Through requests');
  await ada.sees('Through requests');
  await ben.opens(ada.name);
  await ben.sees('Through requests');
  const said = ['Through requests'];
  for (const text of ['one', 'two', 'three']) {
    await ben.says(text);
    said.push(text);
    await ada.sees(...said);
  }

  const opened = ada.page.waitForEvent('websocket', socket => socket.url().includes('/v1/socket'));
  proxy.refusesUpgrades = false;
  await ada.looksAgain();
  await opened;
  const polls: string[] = [];
  ada.page.on('request', request => {
    if (request.method() === 'POST' && request.url().includes('/v1/poll')) polls.push(request.url());
  });
  await ada.says('Through a socket');
  await ben.says('And back');
  await ada.sees(...said, 'Through a socket', 'And back');
  await ada.says('No more requests');
  await ben.sees(...said, 'Through a socket', 'And back', 'No more requests');
  expect(polls.length, 'requests before the socket took over').toBeLessThanOrEqual(2);
  await ada.leavesCleanly();
  await ben.leavesCleanly();
});
