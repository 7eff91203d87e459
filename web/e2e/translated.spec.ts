import { expect, type Page } from '@playwright/test';
import { ar } from '../src/language/ar.ts';
import { de } from '../src/language/de.ts';
import { en } from '../src/language/en.ts';
import { enLater } from '../src/language/enLater.ts';
import { SECTIONS } from '../src/settings/sections.ts';
import { violations } from './axe.ts';
import { Person } from './person.ts';
import { png } from './png.ts';
import { test } from './test.ts';

const NARROW = 320;
const ENGLISH: Record<string, string> = { ...en, ...enLater };
const LANGUAGES = { de: { words: de, direction: 'ltr' }, ar: { words: ar, direction: 'rtl' } };

for (const [locale, { words, direction }] of Object.entries(LANGUAGES)) {
  test(`all that opens beside and above a conversation speaks ${locale}, accessibly and in ${NARROW} px`, async ({
    browser,
    server,
  }) => {
    const narrow = { locale, viewport: { width: NARROW, height: 640 } };
    const ada = await Person.comesBack(browser, server.url, 'Ada', narrow);
    const ben = await Person.registered(browser, server.url, 'Ben');
    const { page } = ada;
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const item = (name: string) => page.getByRole('menuitem', { name, exact: true });
    const isRight = () => speaks(page, words, direction);
    await previewsLinks(page);
    await ben.gathers('Harbour', ada);
    const harbour = new URL(ben.page.url()).pathname.replace('/c/', '');
    const [root = 0] = await ben.posts(harbour, ['Where do we meet? https://sea.example/']);
    await ben.posts(harbour, ['At the pier', 'Which one?'], { thread: root });
    await ada.row('Harbour').click();
    await expect(page.locator('.preview')).toBeVisible();
    await isRight();

    await button(words['conversation.more']).click();
    await isRight();
    await item(words['conversation.details']).click();
    await expect(
      page.getByRole('region', { name: words['conversation.members'] }).getByText('Ben', { exact: true }),
    ).toBeVisible();
    await isRight();
    await page.locator('.person-link').filter({ hasText: ben.handle }).click();
    await expect(page.getByRole('dialog', { name: 'Ben' })).toContainText(ben.handle);
    await isRight();
    await page.keyboard.press('Escape');
    await button(words['members.close']).click();

    await button(words['conversation.more']).click();
    await item(words['conversation.day']).click();
    await expect(page.getByLabel(words['day.day'], { exact: true })).toBeVisible();
    await isRight();
    await page.keyboard.press('Escape');

    const chooser = page.waitForEvent('filechooser');
    await button(words['attach.files']).click();
    const file = (name: string, bytes: Uint8Array) => ({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(bytes),
    });
    const empty = file('an-empty-file-with-a-name-that-is-longer-than-a-narrow-screen.txt', new Uint8Array());
    await (await chooser).setFiles([empty, file('chart.png', png(600, 300))]);
    await expect(page.getByRole('alert')).toHaveText(words['attach.empty']);
    await expect(page.locator('.attached > li[data-state=there]')).toHaveCount(1);
    await isRight();
    await button(words['common.remove'].replace('{name}', empty.name)).click();
    await button(words['composer.send']).click();
    const picture = button(words['file.view'].replace('{name}', 'chart.png'));
    await expect(picture.locator('img')).toBeVisible();
    await isRight();
    await picture.click();
    await expect(page.getByRole('dialog').getByRole('img')).toBeVisible();
    await isRight();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    // What can be done with the picture's message stands beside it for as long as it is dealt with.
    await page.getByRole('textbox').click();

    await page.locator('.replies').first().click();
    await expect(
      page.getByRole('region', { name: words['thread.title'] }).getByText('Which one?'),
    ).toBeVisible();
    await isRight();
    await button(words['thread.close']).click();
    await ben.calls('POST', `/v1/conversations/${harbour}/messages`, {
      id: crypto.randomUUID(),
      text: `@${ada.handle}?`,
      thread: root,
      mentions: [await ada.id()],
    });
    await page.goto('/threads');
    await expect(page.getByText('Where do we meet?').first()).toBeVisible();
    await isRight();

    await ada.calls('PUT', `/v1/users/me/blocks/${await ben.id()}`);
    await page.goto('/');
    await page.locator('.me').getByRole('button').first().click();
    await isRight();
    await item(words['settings.profile']).click();
    for (const section of Object.values(SECTIONS)) {
      await page.getByRole('tab', { name: words[section] }).click();
      const dialog = page.getByRole('dialog', { name: words[section] });
      await expect(dialog.getByText('…')).toHaveCount(0);
      await isRight();
    }
    await page.getByRole('tab', { name: words['settings.profile'] }).click();
    await button(words['settings.delete']).click();
    await isRight();
    await ada.leavesCleanly();
    await ben.leavesCleanly();
  });
}

/** What is on screen is said in these words alone, runs the right way, is accessible, and hides nothing beyond an edge. */
async function speaks(page: Page, words: Record<string, string>, direction: string): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('dir', direction);
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(NARROW);
  expect(await beyondTheEdges(page)).toEqual([]);
  const english = Object.keys(ENGLISH)
    .filter(key => ENGLISH[key] !== words[key])
    .map(key => ENGLISH[key]);
  const said = await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (texts.nextNode()) found.push(texts.currentNode.textContent?.trim() ?? '');
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]'))
      for (const name of ['aria-label', 'title', 'placeholder']) found.push(element.getAttribute(name) ?? '');
    return found;
  });
  expect(said.filter(text => english.includes(text))).toEqual([]);
}

/** Texts that nobody can read or scroll to: they stick out of the page, or out of a button that cuts them off. */
function beyondTheEdges(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isForEyes = (element: Element) => element.checkVisibility() && !element.closest('.visually-hidden');
    const sticksOut = (element: Element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && (left < -1 || right > innerWidth + 1);
    };
    const isCutOff = (element: Element) =>
      element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).textOverflow !== 'ellipsis';
    const controls = [...document.querySelectorAll('button, a, label, legend, h1, h2, [role=tab]')];
    return controls
      .filter(
        control =>
          isForEyes(control) && (sticksOut(control) || (control.clientWidth > 0 && isCutOff(control))),
      )
      .map(control => control.outerHTML.slice(0, 200));
  });
}

async function previewsLinks(page: Page): Promise<void> {
  const description = 'Harbours, tides and charts. '.repeat(5);
  const preview = {
    url: 'https://sea.example/',
    title: 'The sea, and all that is in it',
    description,
    site: 'sea.example',
  };
  await page.route(/\/previews$/, route =>
    route.fulfill({ json: { on: true, previews: [{ ...preview, image: null }] } }),
  );
}
