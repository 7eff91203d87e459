import { loadavg } from 'node:os';
import { type Browser, expect, test } from '@playwright/test';
import { firstVisit } from '../../web/e2e/first-visit.ts';
import { Line } from '../../web/e2e/line.ts';
import { heap, scrollUp } from '../../web/e2e/measures.ts';
import { Person } from '../../web/e2e/person.ts';
import { Server } from '../../web/e2e/server.ts';
import { register, talked } from './fill.ts';
import { lighthouse } from './lighthouse.ts';
import { watch } from './probe.ts';
import { distribution, percentile, Sheet } from './sheet.ts';

/*
 * The target sheet of the page, measured: what each line means stands in docs/subsystems/web.md. It asserts nothing; what
 * must hold, the browser tests hold.
 */

const LONG = 50_000;
const TIMES = 7;
const KEYS = 60;
const SWITCHES = 100;
const QUEUED = 100;
const ROOMS = 10;

/** Filling is no part of what is measured. */
const SETTINGS = {
  PARLEY_LIMITS_SENDS: '100000',
  PARLEY_LIMITS_SENDS_BURST: '100000',
  PARLEY_GATEWAY_FRAMES_PER_SECOND: '100000',
};

const sheet = new Sheet();
let server: Server;
let line: Line;
/** The conversation of `LONG` messages. */
let long: string;
let ada: Person;
let ben: Person;

test('the sheet', async ({ browser, playwright }) => {
  server = await Server.start(SETTINGS);
  line = await Line.to(server.url);
  const other = await playwright.chromium.launch(test.info().project.use.launchOptions);
  const { executablePath = '' } = test.info().project.use.launchOptions ?? {};

  const cost = firstVisit();
  sheet.line('initial JavaScript, gzip', '≤ 120 KB', { KB: cost.script / 1000 });
  sheet.line('initial style, gzip', '≤ 12 KB', { KB: cost.style / 1000 });
  await sheet.part('lighthouse', async () => {
    const scores = await lighthouse(server.url, executablePath);
    sheet.line('Lighthouse, desktop', '≥ 0.97, 1, 1', scores);
  });

  await gather();
  await arrive(browser, other);
  await sheet.part('cold', () => cold(browser));
  await sheet.part('warm', warm);
  await sheet.part('offline', offline);
  await sheet.part('keys', keys);
  await sheet.part('switches', switches);
  await sheet.part('queue', queue);
  await sheet.part('killed', killed);
  await sheet.part('scroll', scroll);

  process.stdout.write(`\n${sheet.table()}\n\nload average ${loadavg().map(Math.round).join(', ')}\n`);
  sheet.save(process.env.OUT ?? 'test-results/page.json', browser.version());
  await other.close();
  line.close();
  await server.stop();
});

async function gather(): Promise<void> {
  const [reader] = await Promise.all(['Ada', 'Ben'].map(name => register(server.url, name)));
  const began = Date.now();
  long = await talked(server.url, 'Long', ['Ada', 'Ben'], LONG);
  process.stdout.write(`${LONG} messages in ${Math.round((Date.now() - began) / 1000)} s\n`);
  const [ben] = (await reader?.findUsers('ben')) ?? [];
  await reader?.create({ kind: 'direct', members: [ben?.id ?? ''] });
  for (let room = 0; room < ROOMS; room++) await talked(server.url, `Room${room}`, ['Ada', 'Ben'], 100);
  for (const { id, head } of (await reader?.conversations())?.items ?? []) await reader?.read(id, head);
}

async function arrive(browser: Browser, other: Browser): Promise<void> {
  ada = await Person.arrive(browser, line.url, 'Ada', {}, 'ada');
  ben = await Person.arrive(other, server.url, 'Ben', {}, 'ben');
  for (const person of [ada, ben]) {
    await watch(person.page);
    await person.page.goto('/');
    await person.signIn();
  }
  await ada.opens('Long');
  await expect(ada.messages.last()).toBeVisible();
}

async function cold(browser: Browser): Promise<void> {
  const value = await ada.page.evaluate(() => localStorage.getItem('parley.session') ?? '');
  const items = [{ name: 'parley.session', value }];
  const storageState = { cookies: [], origins: [{ origin: server.url, localStorage: items }] };
  const samples: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const context = await browser.newContext({ storageState });
    const page = await context.newPage();
    await watch(page);
    await page.goto(`${server.url}/c/${long}`);
    samples.push(await page.evaluate(() => probe.interactive));
    await context.close();
  }
  sheet.line('cold: messages shown, composer there, ms', '≤ 1,200', distribution(samples), samples);
}

async function reloads(): Promise<number[]> {
  const samples: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    await ada.page.reload();
    samples.push(await ada.page.evaluate(() => probe.first));
  }
  return samples;
}

async function warm(): Promise<void> {
  await ada.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await ada.keeps(long);
  const samples = await reloads();
  sheet.line('warm: cached messages shown, ms', '≤ 500', distribution(samples), samples);
}

async function offline(): Promise<void> {
  line.cut();
  const samples = await reloads();
  line.mend();
  await ada.looksAgain();
  sheet.line('offline reload to first message, ms', '≤ 600', distribution(samples), samples);
}

async function keys(): Promise<void> {
  await ada.opens('Ben');
  await ben.opens('Ada');
  await expect(ada.page.getByText('Connection lost')).toBeHidden();
  const own: number[] = [];
  const elsewhere: number[] = [];
  for (let key = 0; key < KEYS; key++) {
    const text = `key ${key}`;
    await ada.composer.fill(text);
    await ada.page.evaluate(text => void Object.assign(globalThis, { here: probe.painted(text) }), text);
    await ben.page.evaluate(text => void Object.assign(globalThis, { here: probe.painted(text) }), text);
    await ada.composer.press('Enter');
    const painted = () => (globalThis as unknown as { here: Promise<number> }).here;
    const [here, there] = await Promise.all([ada.page.evaluate(painted), ben.page.evaluate(painted)]);
    const pressed = await ada.page.evaluate(() => probe.pressed);
    own.push(here - pressed);
    elsewhere.push(there - pressed);
  }
  sheet.line('key press to own message painted, ms', 'p50 ≤ 20, p95 ≤ 50', distribution(own), own);
  const figures = distribution(elsewhere);
  sheet.line('key press to painted in another browser, ms', 'p50 ≤ 40, p95 ≤ 100', figures, elsewhere);
}

async function switches(): Promise<void> {
  const around = async (times: number) => {
    for (let time = 0; time < times; time++) {
      await ada.opens(`Room${time % ROOMS}`);
      await expect(ada.page.locator('.timeline[data-begun=true] .message-text').last()).toBeVisible();
    }
  };
  await around(2 * ROOMS);
  const before = await heap(ada.page);
  await around(SWITCHES);
  const growth = (await heap(ada.page)) - before;
  sheet.line(`heap after ${SWITCHES} conversation switches, MB`, 'growth < 5', {
    before: Math.round(before * 10) / 10,
    growth: Math.round(growth * 100) / 100,
  });
}

async function write(prefix: string): Promise<string[]> {
  const texts = Array.from({ length: QUEUED }, (_, index) => `${prefix} ${index + 1}`);
  for (const text of texts) await ada.says(text);
  await ada.keeps(texts.at(-1) ?? '');
  return texts;
}

/** What the server has of a conversation's messages that begin so, in its order. */
async function arrived(prefix: string): Promise<string[]> {
  const conversation = new URL(ben.page.url()).pathname.replace('/c/', '');
  const page = await ben.calls('GET', `/v1/conversations/${conversation}/messages?limit=200`);
  const texts = (page as { messages: { text: string }[] }).messages.map(({ text }) => text);
  return texts.filter(text => text.startsWith(prefix));
}

async function queue(): Promise<void> {
  await ada.opens('Ben');
  line.cut();
  await expect(ada.page.getByText('Connection lost')).toBeVisible();
  const texts = await write('queued');
  const last = ben.page.evaluate(text => probe.painted(text), texts.at(-1) ?? '');
  line.mend();
  const mended = Date.now();
  await ada.looksAgain();
  const ms = (await last) - mended;
  const right = (await arrived('queued')).join() === texts.join();
  sheet.line(`${QUEUED} queued sends after the line is back, ms`, 'in order, once, ≤ 3,000', {
    'all painted elsewhere': Math.round(ms),
    'in order and once': right ? 'yes' : 'no',
  });
}

async function killed(): Promise<void> {
  line.swallowAnswers();
  const texts = await write('mortal');
  await ada.isKilled();
  line.cut();
  line.mend();
  ada = await ada.inNewTab();
  await expect.poll(async () => (await arrived('mortal')).length).toBe(QUEUED);
  const right = (await arrived('mortal')).join() === texts.join();
  sheet.line('a tab killed in the middle of sending', 'loses none', {
    'in order and once': right ? 'yes' : 'no',
  });
}

async function scroll(): Promise<void> {
  await ada.opens('Long');
  await expect(ada.messages.last()).toBeVisible();
  const before = await heap(ada.page);
  const head = LONG;
  const some = await scrollUp(ada.page, { by: 600, to: head - 10_000, within: 60_000 });
  const after = await heap(ada.page);
  sheet.line('JavaScript heap at 10,000 messages, MB', '≤ 40', {
    all: Math.round(after * 10) / 10,
    'before them': Math.round(before * 10) / 10,
    'messages held': head - some.oldest,
  });
  const more = await scrollUp(ada.page, { by: 600, to: 10, within: 120_000 });
  const frames = [...some.frames, ...more.frames];
  sheet.line('scrolling up through 50,000 messages, ms a frame', 'p50 16.7, p95 ≤ 25, none > 100', {
    ...distribution(frames),
    p99: percentile(frames, 0.99),
    'longer than 100': frames.filter(ms => ms > 100).length,
    frames: frames.length,
    'messages passed': head - more.oldest,
    'heap MB': Math.round(await heap(ada.page)),
  });
  sheet.line('rows in the page', '≤ 1,000', { most: Math.max(some.mounted, more.mounted) });
}
