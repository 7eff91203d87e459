import { expect, type Locator } from '@playwright/test';
import { violations } from './axe.ts';
import { Line } from './line.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

/** Two people and one group; each test continues their story. */
test.describe.configure({ mode: 'serial' });

let ada: Person;
let ben: Person;

test.beforeAll(async ({ browser, server }) => {
  test.setTimeout(180_000);
  ada = await Person.registered(browser, server.url, 'Ada');
  ben = await Person.registered(browser, server.url, 'Ben');
  await ada.gathers('Harbour', ben);
  await ada.says('Where do we meet?');
  await ada.says('And bring a coat');
  await ben.opens('Harbour');
  await ben.sees('Where do we meet?', 'And bring a coat');
});

test.afterAll(async () => {
  await ada?.leavesCleanly();
  await ben?.leavesCleanly();
});

const panel = (person: Person): Locator => person.page.getByRole('region', { name: 'Thread' });
const box = (person: Person): Locator => panel(person).getByRole('textbox', { name: 'Reply in the thread' });
const inThread = (person: Person): Locator => panel(person).locator('.message-text');
const inTimeline = (person: Person): Locator => person.page.locator('.timeline .message-text');
const message = (person: Person, text: string): Locator =>
  person.page
    .locator('.timeline .message')
    .filter({ has: person.page.locator('.message-text', { hasText: text }) });

async function replies(person: Person, text: string): Promise<void> {
  await box(person).fill(text);
  await box(person).press('Enter');
}

async function isSettled(person: Person): Promise<void> {
  await expect(person.page.locator('.message[data-state=waiting]')).toHaveCount(0);
}

test('a thread is begun on a message, counted under it, and followed live', async () => {
  await message(ada, 'Where do we meet?').hover();
  await message(ada, 'Where do we meet?').getByRole('button', { name: 'Reply in thread' }).click();
  await expect(box(ada)).toBeFocused();
  await expect(panel(ada)).toContainText('No replies yet');
  await replies(ada, 'At the pier');
  await expect(inThread(ada)).toHaveText(['Where do we meet?', 'At the pier']);

  const line = message(ben, 'Where do we meet?').getByRole('button', { name: '1 reply' });
  await expect(line).toHaveAccessibleName(/1 reply by Ada, last reply/);
  await expect(inTimeline(ben)).toHaveText(['Where do we meet?', 'And bring a coat']);
  await line.click();
  await expect(inThread(ben)).toHaveText(['Where do we meet?', 'At the pier']);
  await replies(ben, 'Which one?');
  await expect(inThread(ada)).toHaveText(['Where do we meet?', 'At the pier', 'Which one?']);
  await isSettled(ben);
  for (const person of [ada, ben]) {
    await expect(
      message(person, 'Where do we meet?').getByRole('button', { name: '2 replies' }),
    ).toBeVisible();
    await expect(panel(person).locator('.thread-count')).toHaveText('2 replies');
    await expect(inTimeline(person)).toHaveText(['Where do we meet?', 'And bring a coat']);
  }
});

test('a reply stands in the conversation too where it is sent there', async () => {
  await panel(ben).getByRole('checkbox', { name: 'Also send to Harbour' }).check();
  await replies(ben, 'The northern one');
  await expect(panel(ben).getByRole('checkbox')).not.toBeChecked();
  await expect(inTimeline(ada)).toHaveText(['Where do we meet?', 'And bring a coat', 'The northern one']);
  await expect(inThread(ada).last()).toHaveText('The northern one');
  await panel(ada).getByRole('button', { name: 'Close thread' }).click();
  await expect(panel(ada)).toHaveCount(0);
  await expect(message(ada, 'Where do we meet?')).toBeFocused();
  await message(ada, 'The northern one')
    .getByRole('button', { name: 'Replied in the thread: Where do we meet?' })
    .click();
  await expect(inThread(ada)).toHaveCount(4);
});

test('a reload keeps the thread open, with what was begun; back closes it', async () => {
  await box(ada).fill('half a reply');
  await expect(ada.composer).toHaveValue('');
  await ada.keeps('half a reply');
  await ada.page.reload();
  await expect(box(ada)).toHaveValue('half a reply');
  await expect(ada.composer).toHaveValue('');
  await expect(inThread(ada)).toHaveCount(4);
  await ada.page.goBack();
  await expect(panel(ada)).toHaveCount(0);
  await ada.page.goForward();
  await expect(box(ada)).toHaveValue('half a reply');
  await box(ada).press('Enter');
  await expect(inThread(ben).last()).toHaveText('half a reply');
});

test('a thread is reached and left by the keyboard alone', async () => {
  await box(ada).press('Escape');
  await expect(panel(ada)).toHaveCount(0);
  await ada.page.getByRole('log').focus();
  await ada.page.keyboard.press('ArrowUp');
  await ada.page.keyboard.press('ArrowUp');
  await expect(message(ada, 'And bring a coat')).toBeFocused();
  await ada.page.keyboard.press('Enter');
  for (let step = 0; step < 4; step++) await ada.page.keyboard.press('ArrowRight');
  await expect(ada.page.getByRole('button', { name: 'Reply in thread' })).toBeFocused();
  await ada.page.keyboard.press('Enter');
  await expect(box(ada)).toBeFocused();
  await ada.page.keyboard.type('It is cold');
  await ada.page.keyboard.press('Enter');
  await expect(message(ben, 'And bring a coat').getByRole('button', { name: '1 reply' })).toBeVisible();
  await expect(message(ada, 'And bring a coat').getByRole('button', { name: '1 reply' })).toBeVisible();
  await box(ada).press('ArrowUp');
  const editing = panel(ada).getByRole('textbox', { name: 'Edit message' });
  await expect(editing).toHaveValue('It is cold');
  await editing.fill('It is freezing');
  await editing.press('Enter');
  await expect(inThread(ada)).toContainText(['And bring a coat', 'It is freezing (edited)'], {
    useInnerText: true,
  });
  await expect(box(ada)).toBeFocused();
  await box(ada).press('Escape');
  await expect(message(ada, 'And bring a coat')).toBeFocused();
});

test('a message answers another, shows what it said, and leads to it', async () => {
  await message(ben, 'And bring a coat').hover();
  await message(ben, 'And bring a coat').getByRole('button', { name: 'More actions' }).click();
  await ben.page.getByRole('menuitem', { name: 'Quote in reply' }).click();
  await expect(ben.page.getByText('Replying to Ada')).toBeVisible();
  await expect(ben.composer).toBeFocused();
  await ben.composer.press('Escape');
  await expect(ben.page.getByText('Replying to Ada')).toHaveCount(0);
  await message(ben, 'And bring a coat').hover();
  await message(ben, 'And bring a coat').getByRole('button', { name: 'More actions' }).click();
  await ben.page.getByRole('menuitem', { name: 'Quote in reply' }).click();
  await ben.says('I have two');
  await expect(ben.page.getByText('Replying to Ada')).toHaveCount(0);
  const quote = message(ada, 'I have two').getByRole('button', { name: 'Ada And bring a coat' });
  await quote.click();
  await expect(message(ada, 'And bring a coat')).toBeFocused();
});

test('what is written without a network is sent once, after a reload too', async ({ browser, server }) => {
  test.setTimeout(120_000);
  const line = await Line.to(server.url);
  const cleo = await Person.registered(browser, line.url, 'Cleo');
  const dan = await Person.registered(browser, server.url, 'Dan');
  await cleo.writesTo(dan);
  await cleo.says('Are you there?');
  await message(cleo, 'Are you there?').hover();
  await message(cleo, 'Are you there?').getByRole('button', { name: 'Reply in thread' }).click();
  await replies(cleo, 'Before the storm');
  await isSettled(cleo);
  await cleo.keeps('Before the storm');
  await cleo.page.waitForFunction(() => navigator.serviceWorker.controller !== null);

  line.cut();
  await expect(cleo.page.getByText('Connection lost')).toBeVisible();
  await replies(cleo, 'In the storm');
  await cleo.keeps('In the storm');
  await cleo.page.reload();
  await expect(inThread(cleo)).toHaveText(['Are you there?', 'Before the storm', 'In the storm']);
  await expect(message(cleo, 'Are you there?').locator('.replies')).toContainText('1 not sent yet');
  line.mend();
  await cleo.looksAgain();
  await isSettled(cleo);
  await dan.opens('Cleo');
  await message(dan, 'Are you there?').getByRole('button', { name: '2 replies' }).click();
  await expect(inThread(dan)).toHaveText(['Are you there?', 'Before the storm', 'In the storm']);
  await cleo.leavesCleanly();
  await dan.leavesCleanly();
  line.close();
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`a thread is accessible in ${colorScheme}, and has 320 px to itself`, async () => {
    await ada.page.emulateMedia({ colorScheme });
    const [, , id = ''] = new URL(ada.page.url()).pathname.split('/');
    await ada.page.goto(`/c/${id}`);
    await message(ada, 'I have two').hover();
    await expect(ada.page.getByRole('toolbar')).toBeVisible();
    expect(await violations(ada.page)).toEqual([]);
    await ada.page.mouse.move(0, 0);
    await message(ada, 'Where do we meet?').getByRole('button', { name: '4 replies' }).click();
    await expect(inThread(ada)).toHaveCount(5);
    expect(await violations(ada.page)).toEqual([]);
    await ada.page.setViewportSize({ width: 320, height: 640 });
    await expect(ada.composer).toBeHidden();
    await expect(box(ada)).toBeVisible();
    expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await violations(ada.page)).toEqual([]);
    await panel(ada).getByRole('button', { name: 'Close thread' }).click();
    await expect(ada.composer).toBeVisible();
    await ada.page.setViewportSize({ width: 1100, height: 720 });
  });

test('a long thread far back is read from a link, page by page, and goes on live', async ({
  browser,
  server,
}) => {
  test.setTimeout(180_000);
  const eve = await Person.registered(browser, server.url, 'Eve');
  const { id: user } = (await eve.calls('GET', '/v1/users/me')) as { id: string };
  const [, , id = ''] = new URL(ada.page.url()).pathname.split('/');
  const [root = 0] = await ada.posts(id, ['The longest of all']);
  const inIt = { thread: root };
  const seqs = await ada.posts(
    id,
    Array.from({ length: 60 }, (_, index) => `reply ${index + 1}`),
    inIt,
  );
  const elsewhere = Array.from({ length: 120 }, (_, index) => `elsewhere ${index}`);
  await ada.posts(id, elsewhere);
  await ada.calls('POST', `/v1/conversations/${id}/members`, { users: [user] });

  // Eve's browser has nothing of it, Ben's has it all.
  for (const person of [eve, ben]) {
    await person.page.goto(`/c/${id}?thread=${root}`);
    await expect(inThread(person).first()).toHaveText('The longest of all');
    await expect(inThread(person).last()).toHaveText('reply 60');
    await expect(inThread(person).last()).toBeInViewport();
    await expect(inThread(person)).toHaveCount(51);
    await panel(person).getByRole('button', { name: 'Show older replies' }).click();
    await expect(inThread(person)).toHaveCount(61);
    await expect(inThread(person).nth(1)).toHaveText('reply 1');
    await expect(panel(person).getByRole('button', { name: 'Show older replies' })).toHaveCount(0);
  }
  await ada.posts(id, ['reply 61'], inIt);
  for (const person of [eve, ben]) await expect(inThread(person).last()).toHaveText('reply 61');

  for (const person of [eve, ben]) {
    await person.page.goto(`/c/${id}?thread=${root}&reply=${seqs[4]}`);
    const found = panel(person).locator('.message[data-flashed=true]');
    await expect(found.locator('.message-text')).toHaveText('reply 5');
    await expect(found).toBeInViewport();
  }
  await ben.page.goto(`/c/${id}/${seqs[4]}`);
  await expect(ben.page).toHaveURL(`/c/${id}?thread=${root}&reply=${seqs[4]}`);
  await eve.leavesCleanly();
});
