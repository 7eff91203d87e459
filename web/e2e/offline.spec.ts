import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { Line } from './line.ts';
import { Person } from './person.ts';
import { Server } from './server.ts';
import { test } from './test.ts';

const built = fileURLToPath(new URL('../dist', import.meta.url));

test('without a network the page opens, reads what it has, and keeps what is written', async ({
  browser,
  server,
}) => {
  const line = await Line.to(server.url);
  const ada = await Person.registered(browser, line.url, 'Ada');
  // High enough for all of it: of a list that is longer than the screen there is only what is near it.
  const high = { viewport: { width: 1100, height: 6000 } };
  const ben = await Person.registered(browser, server.url, 'Ben', high);
  await ada.writesTo(ben);
  await ada.says('While the line holds');
  await ada.sees('While the line holds');
  await ada.keeps('While the line holds');
  await ada.page.waitForFunction(() => navigator.serviceWorker.controller !== null);

  line.cut();
  await ada.page.reload();
  await ada.sees('While the line holds');
  await expect(ada.page.getByText('Connection lost')).toBeVisible();
  const written = Array.from({ length: 100 }, (_, index) => `written in the dark, ${index + 1}`);
  for (const text of written) await ada.says(text);
  await ada.composer.fill('and a draft');
  await ada.keeps('and a draft');
  await ada.page.reload();
  await expect(ada.messages.last()).toHaveText('written in the dark, 100');
  await expect(ada.composer).toHaveValue('and a draft');
  line.mend();
  await ada.looksAgain();
  await ben.opens('Ada');
  await ben.sees('While the line holds', ...written);
  await expect(ada.page.locator('.message[data-state=waiting]')).toHaveCount(0);
  await ada.leavesCleanly();
  await ben.leavesCleanly();
  line.close();
});

test('a new version is offered, and costs no draft', async ({ browser }) => {
  const pages = await mkdtemp(join(tmpdir(), 'parley-pages-'));
  await cp(built, pages, { recursive: true });
  const server = await Server.start({ PARLEY_HTTP_PAGES: pages });
  const cleo = await Person.registered(browser, server.url, 'Cleo');
  const dan = await Person.registered(browser, server.url, 'Dan');
  await cleo.writesTo(dan);
  await cleo.composer.fill('half a sentence');
  await cleo.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await expect(cleo.page.getByText('A new version')).toHaveCount(0);

  await appendFile(join(pages, 'sw.js'), '\n// another version\n');
  await cleo.looksAgain();
  await expect(cleo.page.getByText('A new version of Parley is here.')).toBeVisible();
  await cleo.composer.fill('half a sentence, and a word');
  await cleo.keeps('and a word');
  const shown = cleo.page.waitForEvent('load');
  await cleo.page.getByRole('button', { name: 'Show it' }).click();
  await shown;
  await expect(cleo.composer).toHaveValue('half a sentence, and a word');
  await expect(cleo.page.getByText('A new version')).toHaveCount(0);
  await cleo.leavesCleanly();
  await dan.leavesCleanly();
  await server.stop();
  await rm(pages, { recursive: true, force: true });
});
