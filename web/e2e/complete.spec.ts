import { expect, type Locator } from '@playwright/test';
import { violations } from './axe.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

/** A group, a channel, and what is completed while one writes there; each test continues the story. */
test.describe.configure({ mode: 'serial' });

let ada: Person;
let ben: Person;
let cleo: Person;

test.beforeAll(async ({ browser, server }) => {
  ada = await Person.registered(browser, server.url, 'Ada');
  ben = await Person.registered(browser, server.url, 'Ben');
  cleo = await Person.registered(browser, server.url, 'Cleo');
  await ben.calls('POST', '/v1/conversations', channel('Ferry news'));
  await cleo.calls('POST', '/v1/conversations', channel('Lighthouse'));
  await ada.gathers('Harbour', ben, cleo);
  await ben.opens('Harbour');
  await cleo.opens('Harbour');
});

test.afterAll(async () => {
  for (const person of [ada, ben, cleo]) await person?.leavesCleanly();
});

const channel = (title: string) => ({ id: crypto.randomUUID(), kind: 'channel', title, members: [] });
const list = (person: Person): Locator => person.page.getByRole('listbox');
const offers = (person: Person): Locator => list(person).getByRole('option');
const named = (person: Person): Locator => offers(person).locator('.pick-name');

test('people are offered behind @, and a mention reaches who is meant', async () => {
  await ada.composer.pressSequentially('Hello @');
  await expect(list(ada)).toHaveAttribute('aria-label', 'People');
  await expect(named(ada)).toHaveText([
    `Ben @${ben.handle}`,
    `Cleo @${cleo.handle}`,
    '@all Every member',
    '@here The same as @all',
  ]);
  await ada.composer.press('ArrowDown');
  await expect(offers(ada).nth(1)).toHaveAttribute('aria-selected', 'true');
  const active = await ada.composer.getAttribute('aria-activedescendant');
  expect(await offers(ada).nth(1).getAttribute('id')).toBe(active);
  expect(await violations(ada.page)).toEqual([]);
  await ada.composer.press('Tab');
  await expect(ada.composer).toHaveValue(`Hello @${cleo.handle} `);
  await expect(list(ada)).toBeHidden();
  await expect(ada.composer).toBeFocused();

  await ada.composer.press('Enter');
  await ada.sees(`Hello @${cleo.handle}`);
  await expect(cleo.page.locator('.message[data-mentioned=true]')).toContainText(`Hello @${cleo.handle}`);
  await expect(cleo.page.locator('.mention')).toHaveAttribute('data-own', 'true');
  await expect(ben.page.locator('.mention')).toHaveAttribute('data-own', 'false');
  await expect(ben.page.locator('.message[data-mentioned=true]')).toHaveCount(0);
});

test('what is written out is sent by Enter, Escape puts the list away, and code offers nothing', async () => {
  await ada.composer.pressSequentially(`again @${ben.handle}`);
  await expect(named(ada)).toHaveText([`Ben @${ben.handle}`]);
  await ada.composer.press('Enter');
  await expect(ben.page.locator('.mention[data-own=true]')).toHaveText(`@${ben.handle}`);
  await ada.composer.pressSequentially('x @b');
  await expect(list(ada)).toBeVisible();
  await ada.composer.press('Escape');
  await expect(list(ada)).toBeHidden();
  await ada.composer.pressSequentially('en `@');
  await expect(list(ada)).toBeHidden();
  await ada.composer.fill('');
});

test('a name that is pressed opens its card', async () => {
  await ada.page.locator('.mention').first().click();
  const card = ada.page.getByRole('dialog', { name: 'Cleo' });
  await expect(card).toContainText(`@${cleo.handle}`);
  await expect(card).toContainText('Online');
  expect(await violations(ada.page)).toEqual([]);
  await ada.page.keyboard.press('Escape');
  await expect(card).toBeHidden();
});

test('channels are offered behind #, and become links that lead there', async () => {
  await ben.composer.pressSequentially('See #fer');
  await expect(named(ben)).toHaveText(['Ferry news']);
  await ben.composer.press('Enter');
  await expect(ben.composer).toHaveValue('See #Ferry news ');
  await ben.composer.pressSequentially('and #light');
  await expect(named(ben)).toHaveText(['Lighthouse']);
  await ben.composer.press('Tab');
  await ben.composer.press('Enter');
  await expect(ada.messages.last()).toHaveText('See #Ferry news and #Lighthouse', { useInnerText: true });
  await expect(ada.row('Harbour')).toContainText('See #Ferry news and #Lighthouse');

  await ben.messages.last().getByRole('link', { name: '#Ferry news' }).click();
  await ben.isAt('Ferry news');
  await ben.page.goBack();
  await ben.isAt('Harbour');
  // Who is not in it is offered to join.
  await ada.messages.last().getByRole('link', { name: '#Ferry news' }).click();
  await expect(ada.page.getByText('You are not in this channel yet.')).toBeVisible();
  expect(await violations(ada.page)).toEqual([]);
  await ada.page.getByRole('button', { name: 'Join' }).click();
  await expect(ada.composer).toBeVisible();
  await ada.isAt('Ferry news');
  await ada.opens('Harbour');
});

test('a message that names a channel is changed as it was typed', async () => {
  await ben.composer.press('ArrowUp');
  const box = ben.page.getByRole('textbox', { name: 'Edit message' });
  await expect(box).toHaveValue('See #Ferry news and #Lighthouse');
  await box.press('Escape');
});

test('emoji are offered by their names', async () => {
  await ada.composer.pressSequentially('Fine :thumbs_u');
  await expect(list(ada)).toHaveAttribute('aria-label', 'Emoji');
  await expect(named(ada).first()).toHaveText(':thumbs_up:');
  await offers(ada).first().click();
  await expect(ada.composer).toHaveValue('Fine 👍 ');
  await ada.composer.press('Enter');
  await expect(ben.messages.last()).toHaveText('Fine 👍', { useInnerText: true });
});

test('commands do what they say, and what is none is said and not sent', async () => {
  await ada.composer.pressSequentially('/to');
  await expect(named(ada)).toHaveText([/^\/topic text/]);
  await ada.composer.press('Tab');
  await ada.composer.pressSequentially('Boats and tides');
  await ada.composer.press('Enter');
  await expect(ben.page.locator('.conversation-title')).toContainText('Boats and tides');
  await expect(ada.composer).toHaveValue('');

  await ada.says('/nonsense here');
  await expect(ada.page.getByText('There is no command /nonsense.')).toBeVisible();
  await expect(ada.composer).toHaveValue('/nonsense here');
  await ada.says('/remove @nobody');
  await expect(ada.page.getByText('Nobody is called @nobody here.')).toBeVisible();
  await ada.says('/title ');
  await expect(ada.page.getByText('Write after /title what it is about: text.')).toBeVisible();
  await ben.says('/topic Mine');
  await expect(ben.page.getByText('/topic is not for this conversation.')).toBeVisible();
  await ben.composer.fill('');

  await ada.says('/me waves');
  await expect(ben.messages.last().locator('em')).toHaveText('waves');
  await ada.says('/shrug who knows');
  await expect(ben.messages.last()).toHaveText('who knows ¯\\_(ツ)_/¯', { useInnerText: true });
  await ada.says('/usr/bin is a path');
  await expect(ben.messages.last()).toHaveText('/usr/bin is a path', { useInnerText: true });
  await ada.says('/dnd');
  await expect(ada.page.getByRole('button', { name: 'Your status: Do not disturb' })).toBeVisible();
  await ada.says('/online');
  await expect(ada.page.getByRole('button', { name: 'Your status: Online' })).toBeVisible();

  await ada.says(`/remove @${cleo.handle}`);
  await expect(cleo.row('Harbour')).toHaveCount(0);
  await ada.says(`/invite @${cleo.handle}`);
  await expect(cleo.row('Harbour')).toBeVisible();
  await ben.says('/leave');
  await ben.isSure('Leave');
  await expect(ben.row('Harbour')).toHaveCount(0);
});

test('a thread completes, too', async () => {
  await ada.page.locator('.message').filter({ hasText: 'usr' }).hover();
  await ada.page.getByRole('button', { name: 'Reply in thread' }).click();
  const reply = ada.page.getByRole('textbox', { name: 'Reply in the thread' });
  await reply.pressSequentially('@cl');
  await expect(named(ada)).toHaveText([`Cleo @${cleo.handle}`]);
  await reply.press('Enter');
  await expect(reply).toHaveValue(`@${cleo.handle} `);
  await reply.press('Enter');
  await cleo.opens('Harbour');
  await expect(ada.page.locator('.thread .mention')).toHaveText(`@${cleo.handle}`);
});

test('it fits 320 px', async ({ browser, server }) => {
  const narrow = { viewport: { width: 320, height: 640 }, colorScheme: 'dark' as const };
  const dan = await Person.registered(browser, server.url, 'Dan', narrow);
  await dan.writesTo(ada);
  await dan.composer.pressSequentially('/');
  await expect(offers(dan).first()).toBeVisible();
  expect(await violations(dan.page)).toEqual([]);
  expect(await dan.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await dan.leavesCleanly();
});
