import { expect, type Locator } from '@playwright/test';
import { violations } from './axe.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

/** Three people and one group; each test continues their story. */
test.describe.configure({ mode: 'serial' });

let ada: Person;
let ben: Person;

test.beforeAll(async ({ browser, server }) => {
  ada = await Person.registered(browser, server.url, 'Ada');
  ben = await Person.registered(browser, server.url, 'Ben');
  await ada.gathers('Harbour', ben);
  await ada.says('The ferry leaves at nine');
  await ben.opens('Harbour');
  await ben.sees('The ferry leaves at nine');
});

test.afterAll(async () => {
  await ada?.leavesCleanly();
  await ben?.leavesCleanly();
});

const message = (person: Person, text: string): Locator =>
  person.page.locator('.message').filter({ hasText: text });

async function act(person: Person, text: string, ...buttons: string[]): Promise<void> {
  await message(person, text).hover();
  for (const name of buttons.slice(0, 1))
    await message(person, text).getByRole('button', { name, exact: true }).click();
  for (const name of buttons.slice(1)) await person.page.getByRole('menuitem', { name }).click();
}

test('a reaction is counted, named, and taken back by a second press', async () => {
  await act(ben, 'The ferry', 'React with thumbs up');
  const seen = message(ada, 'The ferry').getByRole('button', { name: 'Ben reacted with thumbs up' });
  await expect(seen).toHaveText('👍 1');
  await expect(seen).toHaveAttribute('aria-pressed', 'false');
  await seen.click();
  const both = message(ben, 'The ferry').getByRole('button', { name: 'You and Ada reacted with thumbs up' });
  await expect(both).toHaveText('👍 2');
  await expect(both).toHaveAttribute('aria-pressed', 'true');
  await both.click();
  await expect(
    message(ada, 'The ferry').getByRole('button', { name: 'You reacted with thumbs up' }),
  ).toHaveText('👍 1');

  await message(ada, 'The ferry').hover();
  await message(ada, 'The ferry')
    .getByRole('toolbar')
    .getByRole('button', { name: 'React', exact: true })
    .click();
  await ada.page.getByRole('dialog', { name: 'React' }).getByRole('button', { name: 'rocket' }).click();
  await expect(
    message(ben, 'The ferry').getByRole('button', { name: 'Ada reacted with rocket' }),
  ).toBeVisible();
});

test('the arrow up edits one’s last message, Escape leaves it alone', async () => {
  await ada.composer.fill('a draft that waits');
  await ada.composer.fill('');
  await ada.composer.press('ArrowUp');
  const box = ada.page.getByRole('textbox', { name: 'Edit message' });
  await ada.page.keyboard.type(' sharp');
  await expect(box).toHaveValue('The ferry leaves at nine sharp');
  await box.fill('something else');
  await box.press('Escape');
  await expect(ada.composer).toBeFocused();
  await expect(ben.messages).toHaveText(['The ferry leaves at nine'], { useInnerText: true });

  await ada.composer.press('ArrowUp');
  await box.fill('The ferry leaves at ten');
  await box.press('Enter');
  await expect(ada.composer).toBeFocused();
  await expect(ben.messages).toHaveText(['The ferry leaves at ten (edited)'], { useInnerText: true });
  await ben.page.getByRole('button', { name: '(edited)' }).click();
  const versions = ben.page.getByRole('dialog', { name: 'What it said before' }).locator('.quoted');
  await expect(versions).toHaveText(['The ferry leaves at ten', 'The ferry leaves at nine']);
  await ben.page.keyboard.press('Escape');
});

test('an emoji is found by its name; where none has it, Enter takes none', async () => {
  await message(ada, 'The ferry').hover();
  const react = message(ada, 'The ferry')
    .getByRole('toolbar')
    .getByRole('button', { name: 'React', exact: true });
  await react.click();
  const picker = ada.page.getByRole('dialog', { name: 'React' });
  await expect(picker.getByRole('searchbox')).toBeFocused();
  await ada.page.keyboard.type('qqqq');
  await expect(picker.getByRole('status')).toHaveText('No emoji is called that.');
  await expect(picker.getByRole('button')).toHaveCount(0);
  await ada.page.keyboard.press('Enter');
  await expect(picker).toBeVisible();
  expect(await violations(ada.page)).toEqual([]);
  await picker.getByRole('searchbox').fill('sushi');
  await expect(picker.getByRole('status')).toHaveText('Enter takes “sushi”.');
  await ada.page.keyboard.press('Enter');
  await expect(picker).toHaveCount(0);
  const chip = message(ben, 'The ferry').getByRole('button', { name: 'Ada reacted with 🍣' });
  await expect(chip).toBeVisible();
  await message(ada, 'The ferry')
    .getByRole('button', { name: /reacted with 🍣/ })
    .click();
  await expect(chip).toHaveCount(0);
});

test('an emoji is put where one writes', async () => {
  await ben.composer.fill('Hurrah!');
  await ben.composer.press('ArrowLeft');
  await ben.page.getByRole('button', { name: 'Insert an emoji' }).click();
  const picker = ben.page.getByRole('dialog', { name: 'Insert an emoji' });
  await expect(picker.getByRole('searchbox')).toBeFocused();
  await ben.page.keyboard.type('party');
  await expect(picker.getByRole('status')).toHaveText('Enter takes “party”.');
  expect(await violations(ben.page)).toEqual([]);
  await ben.page.keyboard.press('Enter');
  await expect(ben.composer).toBeFocused();
  await ben.page.keyboard.type('?');
  await expect(ben.composer).toHaveValue('Hurrah🎉?!');
  await ben.composer.fill('');
});

test('what is pinned is marked, and found again', async () => {
  await act(ben, 'The ferry', 'More actions', 'Pin');
  await expect(message(ada, 'The ferry')).toContainText('Pinned');
  await ada.page.getByRole('button', { name: 'Pinned messages' }).click();
  const pins = ada.page.getByRole('dialog', { name: 'Pinned messages' });
  await expect(pins.locator('.quoted')).toHaveText(['The ferry leaves at ten']);
  await pins.getByRole('button', { name: 'Unpin' }).click();
  await expect(pins).toContainText('Nothing is pinned here');
  await ada.page.keyboard.press('Escape');
  await expect(message(ben, 'The ferry')).not.toContainText('Pinned');
});

test('everything can be done by the keyboard alone', async () => {
  await ada.page.getByRole('log').focus();
  await ada.page.keyboard.press('ArrowUp');
  await expect(message(ada, 'The ferry')).toBeFocused();
  await ada.page.keyboard.press('Enter');
  const toolbar = message(ada, 'The ferry').getByRole('toolbar', { name: 'Message actions' });
  await expect(toolbar.getByRole('button', { name: 'React with thumbs up' })).toBeFocused();
  await ada.page.keyboard.press('ArrowRight');
  await ada.page.keyboard.press('Enter');
  await expect(
    message(ben, 'The ferry').getByRole('button', { name: 'Ada reacted with heart' }),
  ).toBeVisible();
  await ada.page.keyboard.press('Escape');
  await expect(message(ada, 'The ferry')).toBeFocused();
});

test('a message that is removed leaves a tombstone and no words', async () => {
  await expect(async () => {
    await act(ben, 'The ferry', 'More actions');
    await expect(ben.page.getByRole('menuitem', { name: 'Copy text' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(ben.page.getByRole('menuitem', { name: 'Remove for everyone' })).toHaveCount(0);
  await ben.page.keyboard.press('Escape');
  await act(ada, 'The ferry', 'More actions', 'Remove for everyone');
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  for (const person of [ada, ben]) await person.sees('Message removed');
  await expect(ben.page.locator('.message .reaction')).toHaveCount(0);
  await expect(ben.row('Harbour')).toContainText('Message removed');

  await ben.says('Ahem');
  await ada.sees('Message removed', 'Ahem');
  await act(ada, 'Ahem', 'More actions', 'Remove for everyone');
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await ben.sees('Message removed', 'Message removed by a moderator');
});

test('lists of messages show them as they are shown where they were said', async () => {
  await ben.says('**Decided:** the early one');
  await act(ben, 'Decided', 'More actions', 'Pin');
  await expect(message(ada, 'Decided')).toContainText('Pinned');
  await ada.page.getByRole('button', { name: 'Pinned messages' }).click();
  const pins = ada.page.getByRole('dialog', { name: 'Pinned messages' });
  await expect(pins.locator('.quoted strong')).toHaveText('Decided:');
  await ada.page.keyboard.press('Escape');
});
