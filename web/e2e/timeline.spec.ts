import { expect, type Locator } from '@playwright/test';
import { Person } from './person.ts';
import { test } from './test.ts';

/** A long conversation, and one who reads it; each test continues their story. */
test.describe.configure({ mode: 'serial' });

let ada: Person;
let ben: Person;
/** The path of the conversation in the page. */
let path: string;
let said = 0;

test.beforeAll(async ({ browser, server }) => {
  // Two hundred messages take their time where others work, too.
  test.setTimeout(180_000);
  ada = await Person.registered(browser, server.url, 'Ada');
  ben = await Person.registered(browser, server.url, 'Ben');
  await ada.writesTo(ben);
  path = new URL(ada.page.url()).pathname;
  await say(200);
  await expect(ben.row('Ada')).toContainText('200 unread');
  await ben.opens('Ada');
  await expect(ben.messages.last()).toBeVisible();
});

test.afterAll(async () => {
  await ada?.leavesCleanly();
  await ben?.leavesCleanly();
});

async function say(count: number): Promise<void> {
  const long = ' and so it goes on for a while'.repeat(12);
  const texts = Array.from({ length: count }, (_, index) => {
    const number = said + index + 1;
    return `number ${number}${number % 7 === 0 ? long : ''}`;
  });
  said += count;
  await ada.posts(path.replace('/c/', ''), texts);
}

const log = (): Locator => ben.page.getByRole('log');
const numbered = (number: number): Locator =>
  ben.page.locator('.message').filter({ hasText: new RegExp(`number ${number}(?!\\d)`) });
const place = async (message: Locator): Promise<number> => (await message.boundingBox())?.y ?? Number.NaN;
const jump = (): Locator => ben.page.locator('.jump');

async function atBottom(): Promise<boolean> {
  return log().evaluate(box => box.scrollHeight - box.scrollTop - box.clientHeight < 2);
}

test('a conversation opens at its first unread message, however far back', async () => {
  await expect(numbered(1)).toBeInViewport();
  await expect(ben.page.locator('.separator.unread')).toBeInViewport();
  await expect(numbered(200)).not.toBeInViewport();
  await expect(jump()).toHaveText('200 new');
  await jump().click();
  await expect(numbered(200)).toBeInViewport();
  await expect(jump()).toBeHidden();
  await expect(ben.row('Ada')).not.toContainText('unread');
});

test('older messages that are put in above move nothing on screen', async () => {
  await ben.keeps('"readMessages":200');
  await ben.page.reload();
  await expect(numbered(200)).toBeInViewport();
  await expect.poll(atBottom).toBe(true);
  const drifts: number[] = [];
  for (let drift = await driftOfPrepending(); drift !== null; drift = await driftOfPrepending())
    drifts.push(drift);
  expect(drifts.length).toBeGreaterThanOrEqual(2);
  // The browser scrolls by whole pixels, and heights of text are not whole: nothing that could be put right is left.
  expect(Math.max(...drifts)).toBeLessThanOrEqual(0.5);
  await log().evaluate(box => box.scrollTo({ top: 0 }));
  await expect(ben.page.getByText('This is where the conversation begins.')).toBeInViewport();
  await expect(numbered(1)).toBeInViewport();
  expect(await ben.page.locator('.message').count()).toBeLessThan(150);
});

/** Goes near enough to the top for older messages to be put in, and tells how far that moved what was on screen; null at the beginning. */
function driftOfPrepending(): Promise<number | null> {
  return log().evaluate(async box => {
    const frames = async (count: number) => {
      for (let done = 0; done < count; done++) await new Promise(requestAnimationFrame);
    };
    const isBeginning = () => box.querySelector('.beginning')?.textContent?.startsWith('This is where');
    if (isBeginning()) return null;
    // The way to the newest may still be under way; then it goes on.
    for (let tries = 0; Math.abs(box.scrollTop - 700) > 1 && tries < 50; tries++) {
      box.scrollTop = 700;
      await frames(10);
    }
    const height = box.scrollHeight;
    box.scrollTop = 590;
    const { top, height: shown } = box.getBoundingClientRect();
    const middle = [...box.querySelectorAll('.message')].find(
      message => message.getBoundingClientRect().bottom > top + shown / 2,
    );
    if (!middle) throw new Error('no message in the middle');
    const before = middle.getBoundingClientRect().top;
    for (let waited = 0; box.scrollHeight < height + 500; waited++) {
      // The last page may have nothing to show.
      if (isBeginning()) return null;
      if (waited > 600) throw new Error('nothing was put in');
      await frames(1);
    }
    let drift = 0;
    for (let settled = 0; settled < 20; settled++) {
      await frames(1);
      drift = Math.max(drift, Math.abs(middle.getBoundingClientRect().top - before));
    }
    return drift;
  });
}

test('what arrives does not move who reads further up, and is counted', async () => {
  await log().evaluate(box => box.scrollTo({ top: box.scrollHeight / 2 }));
  await expect.poll(atBottom).toBe(false);
  const [seq] = await ben.page
    .locator('.message')
    .evaluateAll(all =>
      all
        .filter(message => message.getBoundingClientRect().top > 200)
        .map(message => message.getAttribute('data-seq')),
    );
  const read = ben.page.locator(`.message[data-seq="${seq}"]`);
  const before = await place(read);
  await ada.says('Just now');
  await expect(jump()).toHaveText('1 new');
  expect(await place(read)).toBe(before);
  await jump().click();
  await expect(ben.messages.last()).toHaveText('Just now');
  await ada.says('And more');
  await expect(ben.messages.last()).toHaveText('And more');
  await expect.poll(atBottom).toBe(true);
});

test('a burst is drawn in few strokes, whole and in order', async () => {
  const count = 150;
  await expect.poll(atBottom).toBe(true);
  await log().evaluate(box => {
    Object.assign(window, { strokes: 0 });
    const newest = () => [...box.querySelectorAll('.message')].at(-1)?.getAttribute('data-seq');
    let last = newest();
    new MutationObserver(() => {
      const now = newest();
      if (now !== last) (window as unknown as { strokes: number }).strokes++;
      last = now;
    }).observe(box, { childList: true, subtree: true });
  });
  // All of it is there before the page comes to look at any of it.
  const devtools = await ben.page.context().newCDPSession(ben.page);
  await devtools.send('Debugger.enable');
  const paused = new Promise(resolve => devtools.once('Debugger.paused', resolve));
  await devtools.send('Debugger.pause');
  const from = said;
  const posted = say(count);
  await paused;
  await posted;
  await devtools.send('Debugger.disable');
  await expect(numbered(from + count)).toBeInViewport();
  const strokes = await ben.page.evaluate(() => (window as unknown as { strokes: number }).strokes);
  expect(strokes).toBeGreaterThan(0);
  expect(strokes).toBeLessThan(count / 2);
  const seqs = await ben.page
    .locator('.message')
    .evaluateAll(messages => messages.map(message => Number(message.getAttribute('data-seq'))));
  const [first = 0] = seqs;
  expect(seqs).toEqual(seqs.map((_, index) => first + index));
});

test('a link to a message opens, centres and points it out', async () => {
  const seq = await log().evaluate(async box => {
    box.scrollTo({ top: box.scrollHeight / 3 });
    await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return box.querySelector('.message')?.getAttribute('data-seq');
  });
  await ben.page.goto(`${path}/${seq}`);
  const message = ben.page.locator(`.message[data-seq="${seq}"]`);
  await expect(message).toBeInViewport();
  await expect(message).toHaveAttribute('data-flashed', 'true');
  const { y = 0, height = 0 } = (await log().boundingBox()) ?? {};
  expect(Math.abs((await place(message)) - (y + height / 2))).toBeLessThan(height / 4);
});

test('what is unread is not taken for read before it was on screen, however tall it is', async () => {
  await ada.gathers('Letters', ben);
  const letters = new URL(ada.page.url()).pathname.replace('/c/', '');
  const tall = (number: number) => `letter ${number}\n${'line\n'.repeat(40)}end`;
  await ada.posts(
    letters,
    Array.from({ length: 6 }, (_, index) => tall(index + 1)),
  );
  await expect(ben.row('Letters')).toContainText('6 unread');
  await ben.opens('Letters');
  await expect(jump()).toHaveText('6 new');
  await expect(ben.page.locator('.separator.unread')).toBeInViewport();
  await jump().click();
  await expect(ben.messages.last()).toContainText('letter 6');
  await expect.poll(atBottom).toBe(true);
  await expect(ben.row('Letters')).not.toContainText('unread');
});

test('where older messages cannot be fetched, reading begins with what is there, and nothing counts as read', async ({
  browser,
  server,
}) => {
  await ada.gathers('Archive', ben);
  const archive = new URL(ada.page.url()).pathname.replace('/c/', '');
  await ada.posts(
    archive,
    Array.from({ length: 80 }, (_, index) => `page ${index + 1}`),
  );
  // A browser that has kept nothing.
  const elsewhere = await Person.arrive(browser, server.url, 'Ben', {}, ben.handle);
  const { page } = elsewhere;
  await page.route(new RegExp(`${archive}/entries\\?after=\\d&`), route => route.abort());
  await page.goto('/');
  await elsewhere.signIn();
  await elsewhere.opens('Archive');
  await expect(page.getByText('Older messages cannot be loaded.')).toBeInViewport();
  await expect(page.locator('.jump')).toHaveText('80 new');
  await page.unrouteAll();
  const text = (await elsewhere.messages.first().textContent()) ?? '';
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(elsewhere.messages.first()).toHaveText('page 1');
  await expect(elsewhere.messages.getByText(text, { exact: true })).toBeInViewport();
  await expect(page.locator('.jump')).toHaveText('80 new');
  await elsewhere.leavesCleanly();
});

test('messages are grouped under the day and the person, and told aloud when they come', async () => {
  await ada.gathers('Harbour', ben);
  await ada.says('One');
  await ada.says('Two');
  await ben.opens('Harbour');
  await ben.sees('One', 'Two');
  await expect(ben.page.getByText('Today', { exact: true })).toHaveCount(1);
  const led = ben.page.locator('.message[data-leads=true]');
  await expect(led).toHaveCount(1);
  await ada.says('Listen');
  await expect(ben.page.getByRole('status', { name: 'New message' })).toHaveText('Ada: Listen');
  await expect(led).toHaveCount(1);
  await ben.says('I do');
  await expect(led).toHaveCount(2);
  await expect(ben.page.getByRole('status', { name: 'New message' })).toBeEmpty();
});

test('what is pressed is not moved away by what comes meanwhile', async () => {
  await ada.gathers('Quay', ben);
  const quay = new URL(ada.page.url()).pathname.replace('/c/', '');
  const boats = Array.from({ length: 40 }, (_, index) => `boat ${index + 1}`);
  const last = (await ada.posts(quay, boats)).at(-1);
  await ben.calls('PUT', `/v1/conversations/${quay}/messages/${last}/reactions/${encodeURIComponent('⚓')}`);
  const anchor = ada.page.getByRole('button', { name: /⚓/ });
  await expect(anchor).toBeInViewport({ ratio: 1 });
  await expect(async () => {
    await anchor.hover();
    const before = await ada.messages.last().textContent();
    const pressed = await anchor.getAttribute('aria-pressed');
    const since = Date.now();
    await ada.page.mouse.down();
    await ben.posts(quay, [`wave ${since}`]);
    await expect(ada.messages.last()).toHaveText(before ?? '', { timeout: 1 });
    await ada.page.mouse.up();
    // Whoever presses for longer than a second sees what comes.
    expect(Date.now() - since).toBeLessThan(900);
    await expect(ada.messages.last()).toHaveText(`wave ${since}`);
    await expect(anchor).toHaveAttribute('aria-pressed', pressed === 'true' ? 'false' : 'true');
  }).toPass();
});

test('a message can be pressed while the list moves', async () => {
  await ada.opens('Quay');
  const found = await ada.page.locator('.timeline').evaluate(async box => {
    const { left, top, width, height } = box.getBoundingClientRect();
    box.scrollBy({ top: -200, behavior: 'instant' });
    await new Promise(frame => requestAnimationFrame(() => requestAnimationFrame(frame)));
    return document.elementFromPoint(left + width / 2, top + height / 2)?.closest('.message') !== null;
  });
  expect(found).toBe(true);
});

test('a conversation opens at its first unread message also where nothing is painted meanwhile, as in a tab in the background', async ({
  browser,
}) => {
  await ada.gathers('Towers', ben);
  const towers = new URL(ada.page.url()).pathname.replace('/c/', '');
  const huts = Array.from({ length: 80 }, (_, index) => `hut ${index + 1}`);
  const tall = Array.from({ length: 60 }, (_, index) => `tower ${index + 1}\n${'storey\n'.repeat(20)}roof`);
  await ada.posts(towers, [...huts, ...tall]);
  const elsewhere = await ben.elsewhere(browser);
  const { page } = elsewhere;
  // Where nothing is painted no scrolling is told of.
  await page.evaluate(() =>
    window.addEventListener('scroll', event => event.isTrusted && event.stopImmediatePropagation(), true),
  );
  await elsewhere.opens('Towers');
  await expect(page.locator('.jump')).toHaveText('140 new');
  await expect(page.getByText('hut 1', { exact: true })).toBeInViewport();
  await elsewhere.leavesCleanly();
});
