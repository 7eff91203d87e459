import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { violations } from './axe.ts';
import { Line } from './line.ts';
import { Person } from './person.ts';
import { png } from './png.ts';
import { Server } from './server.ts';

/** One server and one pair of people; each test continues their story. */
test.describe.configure({ mode: 'serial' });

const LARGEST = 64 * 1024;
const NOTES = 'Grüße, 世界\n'.repeat(500);

let server: Server;
let line: Line;
let ada: Person;
let ben: Person;

test.beforeAll(async ({ browser }) => {
  server = await Server.start({
    PARLEY_ATTACHMENTS_LARGEST: '64KiB',
    PARLEY_ATTACHMENTS_SPARE: '1KiB',
  });
  line = await Line.to(server.url);
  ada = await Person.registered(browser, line.url, 'Ada');
  ben = await Person.registered(browser, server.url, 'Ben');
  await ada.writesTo(ben);
  await ada.says('Look at these');
  await ben.opens('Ada');
});

test.afterAll(async () => {
  await ada?.leavesCleanly();
  await ben?.leavesCleanly();
  line?.close();
  await server?.stop();
});

test('a picture by the button and a text by a drop arrive, and nothing moves when the picture does', async () => {
  const letGo = await holdsBack(ben.page);
  await attaches(ada.page, 'harbour.png', png(600, 300));
  await drops(ada.page, 'notes.txt', NOTES);
  await expect(attached(ada.page)).toHaveCount(2);
  await expect(ada.page.getByRole('progressbar')).toHaveCount(0);
  expect(await violations(ada.page)).toEqual([]);
  await ada.page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(attached(ada.page)).toHaveCount(0);

  const picture = ben.page.getByRole('button', { name: 'View harbour.png' });
  await expect(picture).toBeVisible();
  await expect(ben.page.getByText('notes.txt', { exact: true })).toBeVisible();
  const before = await places(ben.page);
  letGo();
  await expect(picture.locator('img')).toBeVisible();
  expect(await places(ben.page)).toEqual(before);
  expect(await violations(ben.page)).toEqual([]);
});

test('a text is downloaded as it was', async () => {
  const download = ben.page.waitForEvent('download');
  await ben.page.getByRole('button', { name: 'Download notes.txt' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('notes.txt');
  expect(await readFile(await saved.path(), 'utf8')).toBe(NOTES);
});

test('a picture opens by the keyboard, and Escape leads back to it', async () => {
  const picture = ben.page.getByRole('button', { name: 'View harbour.png' });
  await picture.focus();
  await ben.page.keyboard.press('Enter');
  const viewer = ben.page.getByRole('dialog', { name: 'harbour.png' });
  await expect(viewer.getByRole('img', { name: 'harbour.png' })).toBeVisible();
  expect(await violations(ben.page)).toEqual([]);
  await ben.page.keyboard.press('Escape');
  await expect(viewer).toBeHidden();
  await expect(picture).toBeFocused();
});

test('a photo is shown by its thumbnail, and opens as it is', async () => {
  const noise = () => Math.random() * 256;
  const photo = png(160, 120, () => [noise(), noise(), noise()]);
  const uploaded = ada.page.waitForResponse(/\/v1\/attachments\?/);
  await attaches(ada.page, 'photo.png', photo);
  const { id } = await (await uploaded).json();
  await isThere(ada.page);
  await expect.poll(() => ada.asks(`/v1/attachments/${id}?size=360`)).toBe(200);
  const small = ben.page.waitForResponse(response => response.url().includes(`${id}?size=`));
  await ada.says('a photo');
  const saved = photo.length / (await (await small).body()).length;
  expect(saved, 'times smaller').toBeGreaterThan(2);
  const picture = ben.page.getByRole('button', { name: 'View photo.png' });
  await expect(picture.locator('img')).toHaveJSProperty('naturalWidth', 160);
  const original = ben.page.waitForResponse(response => response.url().endsWith(`/v1/attachments/${id}`));
  await picture.click();
  expect(Number((await original).headers()['content-length'])).toBe(photo.length);
  const viewer = ben.page.getByRole('dialog', { name: 'photo.png' });
  await expect(viewer.getByRole('img', { name: 'photo.png' })).toBeVisible();
  await ben.page.keyboard.press('Escape');
});

test('in 320 px the actions lie over nothing once a picture was looked at, and are whole when one asks for them', async () => {
  const [, , id = ''] = new URL(ada.page.url()).pathname.split('/');
  const photo = Number(await ada.page.locator('.message').last().getAttribute('data-seq'));
  await ada.posts(id, ['how beautiful'], { thread: photo });
  await attaches(ada.page, 'pier.png', png(300, 200));
  await isThere(ada.page);
  await ada.page.getByRole('button', { name: 'Send', exact: true }).click();
  const { page } = ben;
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 480 });
  const picture = page.getByRole('button', { name: 'View pier.png' });
  await picture.click();
  await page.getByRole('dialog', { name: 'pier.png' }).getByRole('button', { name: 'Close' }).click();
  await expect(picture).toBeFocused();
  await page.getByRole('button', { name: '1 reply' }).click({ trial: true });

  const log = page.getByRole('log');
  const first = page
    .locator('.message')
    .filter({ has: page.getByRole('button', { name: 'View harbour.png' }) });
  await first.evaluate(message => message.focus());
  const toolbar = first.getByRole('toolbar', { name: 'Message actions' });
  const top = async (of: Locator) => (await of.boundingBox())?.y ?? Number.NaN;
  for (const down of [0, 40]) {
    const edge = await top(log);
    await first.evaluate(
      (message, to) => message.closest('.timeline')?.scrollBy(0, message.getBoundingClientRect().top - to),
      edge - down,
    );
    expect(await top(first)).toBeLessThan(edge + 2);
    expect(await top(toolbar)).toBeGreaterThanOrEqual(edge);
  }
  if (before) await page.setViewportSize(before);
});

test('what is too large is refused in words, and may be taken away', async () => {
  await attaches(ada.page, 'large.bin', Buffer.alloc(LARGEST + 1));
  await expect(ada.page.getByRole('alert')).toHaveText(
    'This file is larger than this server takes. Remove it.',
  );
  await expect(ada.page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await ada.page.getByRole('button', { name: 'Remove large.bin' }).click();
  await expect(attached(ada.page)).toHaveCount(0);
});

test('what is empty is refused in words, without asking the server', async () => {
  await attaches(ada.page, 'empty.txt', Buffer.alloc(0));
  await expect(ada.page.getByRole('alert')).toHaveText('This file is empty. Remove it.');
  await ada.page.getByRole('button', { name: 'Remove empty.txt' }).click();
  await expect(attached(ada.page)).toHaveCount(0);
});

test('an upload that breaks off is tried again', async () => {
  const uploads = /\/v1\/attachments\?/;
  await ada.page.route(uploads, route => route.abort());
  await attaches(ada.page, 'later.txt', Buffer.from('later'));
  await expect(ada.page.getByRole('alert')).toHaveText('The upload broke off. Try again.');
  await ada.page.unroute(uploads);
  await ada.page.getByRole('button', { name: 'Upload later.txt again' }).click();
  await isThere(ada.page);
  await ada.says('at last');
  await expect(ben.page.getByText('later.txt', { exact: true })).toBeVisible();
});

test('what is pasted goes with a reply in a thread, at most ten, without a word', async () => {
  const said = ben.page.locator('.message', { hasText: 'Look at these' });
  // The list scrolls to it, and is drawn anew below a pointer that stands still.
  await expect(async () => {
    await said.hover();
    await said.getByRole('button', { name: 'Reply in thread' }).click({ timeout: 1_000 });
  }).toPass();
  const thread = ben.page.getByRole('region', { name: 'Thread' });
  const box = thread.getByRole('textbox');
  const pasted = await carried(ben.page, many(12), 'pasted');
  await box.evaluate((box, clipboardData) => {
    box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, pasted);
  await expect(thread.locator('.attached > li[data-state=there]')).toHaveCount(10);
  await expect(thread.getByText('A message takes 10 files at most. The others were left out.')).toBeVisible();
  await box.press('Enter');
  await expect(thread.locator('.message .file')).toHaveCount(10);
  await expect(thread.locator('.message-text')).toHaveText(['Look at these']);
  await thread.getByRole('button', { name: 'Close thread' }).click();
  await expect(thread).toBeHidden();
});

test('a message that waits keeps its files over a reload', async () => {
  await attaches(ada.page, 'waits.txt', Buffer.from('waits'));
  await isThere(ada.page);
  line.cut();
  await ada.says('waits for the line');
  await ada.keeps('waits for the line');
  line.mend();
  await ada.page.reload();
  const sent = (page: Page) => page.locator('.message', { hasText: 'waits for the line' });
  for (const { page } of [ada, ben]) await expect(sent(page).getByText('waits.txt')).toBeVisible();
});

test('a name that would do harm is shown as text', async () => {
  const name = '<img src=x onerror="globalThis.hurt=1">.txt';
  await attaches(ada.page, name, Buffer.from('harmless'));
  await isThere(ada.page);
  await ada.says('a strange name');
  const shown = ben.page.locator('.file-name', { hasText: 'onerror' });
  await expect(shown).toHaveText('_img src=x onerror=_globalThis.hurt=1__.txt');
  expect(await ben.page.evaluate(() => 'hurt' in globalThis)).toBe(false);
  await expect(ben.page.locator('.file img')).toHaveCount(0);
});

test('what is recalled is gone', async () => {
  const picture = ben.page.getByRole('button', { name: 'View harbour.png' });
  const seq = await ada.page
    .getByRole('button', { name: 'View harbour.png' })
    .locator('xpath=ancestor::article')
    .getAttribute('data-seq');
  const conversation = new URL(ada.page.url()).pathname.replace('/c/', '');
  await ada.calls('DELETE', `/v1/conversations/${conversation}/messages/${seq}`);
  await expect(picture).toHaveCount(0);
  await expect(ben.page.getByText('Message removed', { exact: true }).first()).toBeVisible();
});

function attached(page: Page) {
  return page.getByRole('list', { name: 'Attached files' }).getByRole('listitem');
}

async function attaches(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach files' }).click();
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
}

async function drops(page: Page, name: string, text: string): Promise<void> {
  const dataTransfer = await carried(page, [name], text);
  const log = page.getByRole('log');
  await log.dispatchEvent('dragenter', { dataTransfer });
  await expect(page.getByText('Drop files to attach them')).toBeVisible();
  await log.dispatchEvent('drop', { dataTransfer });
}

/** Files of the same text, as a drag or the clipboard has them. */
function carried(page: Page, names: string[], text: string) {
  return page.evaluateHandle(
    ({ names, text }) => {
      const carried = new DataTransfer();
      for (const name of names) carried.items.add(new File([text], name));
      return carried;
    },
    { names, text },
  );
}

function many(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${at}.txt`);
}

/** All that is attached is on the server. */
async function isThere(page: Page): Promise<void> {
  await expect(page.locator('.attached > li')).not.toHaveCount(0);
  await expect(page.locator('.attached > li:not([data-state=there])')).toHaveCount(0);
}

/** The bytes of attachments do not come until they are let go. */
async function holdsBack(page: Page): Promise<() => void> {
  let letGo = () => {};
  const gone = new Promise<void>(resolve => {
    letGo = resolve;
  });
  await page.route(/\/v1\/attachments\/[^/?]+$/, async route => {
    await gone;
    await route.continue();
  });
  return letGo;
}

/** Where everything in the timeline stands. */
function places(page: Page): Promise<unknown> {
  return page.locator('.message').evaluateAll(messages =>
    messages.map(message => {
      const { top, height, left, width } = message.getBoundingClientRect();
      return { top, height, left, width };
    }),
  );
}
