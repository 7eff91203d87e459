import { expect, type Locator, test } from '@playwright/test';
import { violations } from './axe.ts';
import { Line } from './line.ts';
import { Person } from './person.ts';
import { png } from './png.ts';
import { Server } from './server.ts';

/** Emoji of a workspace where members may add them; each test continues the story. */
test.describe.configure({ mode: 'serial' });

let server: Server;
let line: Line;
let ada: Person;
let ben: Person;

test.beforeAll(async ({ browser }) => {
  server = await Server.start({ PARLEY_EMOJI_ADDED_BY: 'members' });
  line = await Line.to(server.url);
  ada = await Person.registered(browser, server.url, 'Ada', { viewport: { width: 320, height: 640 } });
  ben = await Person.registered(browser, line.url, 'Ben');
  await ben.writesTo(ada);
  await ben.says('Shall we?');
  await ben.sees('Shall we?');
});

test.afterAll(async () => {
  for (const person of [ada, ben]) await person?.leavesCleanly();
  await server?.stop();
});

const file = (name: string, buffer: Uint8Array, mimeType = 'image/png') => ({
  name,
  mimeType,
  buffer: Buffer.from(buffer),
});
const pictures = (within: Locator): Locator => within.locator('img.custom-emoji');

async function settings(person: Person): Promise<Locator> {
  await person.page.getByRole('button', { name: /Your status/ }).click();
  await person.page.getByRole('menuitem', { name: 'Profile' }).click();
  await person.page.getByRole('tab', { name: 'Emoji' }).click();
  return person.page.getByRole('dialog', { name: 'Emoji' });
}

test('one adds a picture under a name, on a narrow screen, and is told why another is refused', async () => {
  const dialog = await settings(ada);
  await expect(dialog.getByText('no emoji of its own')).toBeVisible();
  const add = dialog.getByRole('button', { name: 'Add emoji' });
  await dialog.getByLabel('Picture').setInputFiles(file('Ahoy There!.png', png(300, 200)));
  await expect(dialog.locator('.emoji-preview')).toBeVisible();
  await expect(dialog.getByLabel('Name')).toHaveValue('ahoy_there_');
  await dialog.getByLabel('Name').fill('ahoy');
  await add.click();
  await expect(pictures(dialog)).toHaveAttribute('alt', ':ahoy:');
  expect(await violations(ada.page)).toEqual([]);
  expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);

  await dialog.getByLabel('Picture').setInputFiles(file('other.png', png(40, 80)));
  await dialog.getByLabel('Name').fill('ahoy');
  await add.click();
  await expect(dialog.getByRole('alert')).toContainText('another emoji of that name');
  const page = Buffer.from('<script>alert(1)</script>');
  await dialog.getByLabel('Picture').setInputFiles(file('page.png', page));
  await dialog.getByLabel('Name').fill('page');
  await add.click();
  await expect(dialog.getByRole('alert')).toContainText('no picture');
  await expect(pictures(dialog)).toHaveCount(1);
  await ada.page.keyboard.press('Escape');
});

test('it is completed behind a colon, and stands in a message as its picture', async () => {
  await ben.composer.pressSequentially('All aboard :aho');
  await expect(ben.page.getByRole('option', { name: ':ahoy:' })).toBeVisible();
  await ben.composer.press('Enter');
  await expect(ben.composer).toHaveValue('All aboard :ahoy: ');
  await ben.composer.press('Enter');
  const message = ben.messages.last();
  await expect(pictures(message)).toHaveAttribute('alt', ':ahoy:');
  await ben.says('at 10:30:00, `:ahoy:` and :nobody:');
  await expect(ben.messages.last()).toHaveText('at 10:30:00, :ahoy: and :nobody:');
  await expect(pictures(ben.messages.last())).toHaveCount(0);
  expect(await violations(ben.page)).toEqual([]);
});

test('it is picked as a reaction, by the keyboard as well, and the other sees it', async () => {
  await ada.opens('Ben');
  const first = ada.page.locator('.message').first();
  await first.hover();
  await first.getByRole('button', { name: 'React', exact: true }).first().click();
  const picker = ada.page.getByRole('dialog', { name: 'React' });
  const ahoy = picker.getByRole('button', { name: ':ahoy:' });
  await expect(pictures(ahoy)).toBeVisible();
  await expect(picker.getByRole('searchbox')).toBeFocused();
  await ada.page.keyboard.type('aho');
  await expect(picker.getByRole('status')).toHaveText('Enter takes “:ahoy:”.');
  await ada.page.keyboard.press('ArrowDown');
  await expect(ahoy).toBeFocused();
  expect(await violations(ada.page)).toEqual([]);
  await ada.page.keyboard.press('Enter');
  const chip = ben.page.getByRole('button', { name: 'Ada reacted with :ahoy:' });
  await expect(pictures(chip)).toBeVisible();
  await chip.click();
  await expect(ada.page.getByRole('button', { name: /reacted with :ahoy:/ })).toContainText('2');
});

test('without a network it is still what it was', async () => {
  await ben.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await ben.keeps('"emoji":":ahoy:"');
  line.cut();
  await ben.page.reload();
  await expect(ben.page.getByText('Connection lost')).toBeVisible();
  await expect(ben.page.getByRole('button', { name: /reacted with :ahoy:/ })).toBeVisible();
  line.mend();
  await ben.looksAgain();
  await expect(ben.page.getByText('Connection lost')).toBeHidden();
});

test('once it is removed its name is shown, and nobody reacts with it any more', async () => {
  await ada.page.goto('/');
  const dialog = await settings(ada);
  await dialog.getByRole('button', { name: 'Remove :ahoy:' }).click();
  await ada.isSure('Remove');
  await expect(dialog.getByText('no emoji of its own')).toBeVisible();
  await ada.page.keyboard.press('Escape');
  await ada.opens('Ben');
  const chip = ada.page.getByRole('button', { name: /reacted with :ahoy:/ });
  await expect(chip).toContainText(':ahoy:');
  await chip.click();
  await expect(chip).toContainText('1');
  await chip.click();
  await expect(ada.page.getByRole('alert')).toContainText('exactly one emoji');
});
