import { expect } from '@playwright/test';
import { violations } from './axe.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

const EVIL = '<img src=x onerror="globalThis.hurt=1"><script>globalThis.hurt=1</script>';
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('what is behind a link is text and a picture, nothing more, and may be closed for good', async ({
  browser,
  server,
}) => {
  const ada = await Person.registered(browser, server.url, 'Ada');
  const ben = await Person.registered(browser, server.url, 'Ben');
  const { page } = ada;
  await page.route(/\/previews$/, route =>
    route.fulfill({
      json: {
        on: true,
        previews: [
          {
            url: 'https://sea.example/',
            title: EVIL,
            description: EVIL,
            site: EVIL,
            image: { type: 'image/png', width: 1, height: 1, data: PIXEL },
          },
          { url: 'javascript:globalThis.hurt=1', title: 'astray', description: null, site: 'x', image: null },
        ],
      },
    }),
  );
  const elsewhere: string[] = [];
  page.on('request', request => {
    if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(server.url)) {
      elsewhere.push(request.url());
    }
  });
  await ada.writesTo(ben);
  await ada.says('look at https://sea.example/');
  const cards = page.getByRole('list', { name: /link preview/ });
  await expect(cards.locator('.preview-title')).toHaveText([EVIL]);
  await expect(cards.getByRole('link')).toHaveAttribute('href', 'https://sea.example/');
  await expect(cards.getByRole('link')).toHaveAttribute('rel', /noopener noreferrer/);
  await expect(cards.locator('img')).toHaveJSProperty('naturalWidth', 1);
  expect(await cards.locator(':is(script, iframe, object, embed, style)').count()).toBe(0);
  expect(await page.evaluate(() => 'hurt' in globalThis)).toBe(false);
  expect(elsewhere).toEqual([]);
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Hide previews' }).click();
  await expect(cards).toHaveCount(0);
  await page.reload();
  await expect(page.locator('.message', { hasText: 'look at' })).toBeVisible();
  await expect(cards).toHaveCount(0);
  await ada.leavesCleanly();
  await ben.leavesCleanly();
});

test('a server that looks at no links is asked once', async ({ browser, server }) => {
  const ada = await Person.registered(browser, server.url, 'Cleo');
  const ben = await Person.registered(browser, server.url, 'Dan');
  const asked: string[] = [];
  ada.page.on('request', request => {
    if (request.url().endsWith('/previews')) asked.push(request.url());
  });
  await ada.writesTo(ben);
  const answered = ada.page.waitForResponse(/\/previews$/);
  await ada.says('first https://sea.example/');
  await answered;
  await ada.says('second https://sea.example/');
  await expect(ada.page.locator('.message[data-state=sent]', { hasText: 'second' })).toBeVisible();
  expect(asked).toHaveLength(1);
  await ada.leavesCleanly();
  await ben.leavesCleanly();
});
