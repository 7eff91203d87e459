import { expect, type Locator, type Page } from '@playwright/test';
import type { Workspace } from './workspace.ts';

/** One picture in each theme and width. To add one, add it here. */
export interface View {
  /** The name of its files. */
  name: string;
  /** Who looks; Maya, where nothing is said. */
  who?: 'maya' | 'newcomer' | 'nobody';
  path?: (workspace: Workspace) => string;
  /** From the path to what is to be seen. */
  show: (page: Page, workspace: Workspace) => Promise<void>;
}

const design = ({ conversations }: Workspace) => `/c/${conversations.design}`;
const inDesign = (name: string, show: View['show']): View => ({
  name,
  path: design,
  show: async (page, workspace) => {
    // What is behind a link comes later, and makes the list longer.
    await expect(page.getByText('Chart preview 1482')).toBeVisible();
    await show(page, workspace);
  },
});

const message = (page: Page, text: string): Locator =>
  page.locator('.timeline .message').filter({ has: page.locator('.message-text', { hasText: text }) });

async function isBegun(page: Page): Promise<void> {
  await expect(page.locator('.timeline[data-begun=true] .message').last()).toBeVisible();
}

async function offline(page: Page): Promise<void> {
  await page.context().setOffline(true);
  await expect(page.getByText('You are offline.')).toBeVisible();
}

/** Of a long list only what is near the screen is in the page. */
async function reach(page: Page, what: Locator): Promise<void> {
  await expect(async () => {
    if (await what.isVisible()) return;
    await page.getByRole('log').evaluate(box => box.scrollBy({ top: -200 }));
    await expect(what).toBeVisible({ timeout: 300 });
  }).toPass({ timeout: 60_000 });
}

async function writes(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message to' }).fill(text);
}

async function more(page: Page, choice: string): Promise<void> {
  await page.getByRole('button', { name: 'More about this conversation' }).click();
  await page.getByRole('menuitem', { name: choice }).click();
}

/** Who is on a narrow screen asks for actions by the keyboard here, since it has no pointer that hovers. */
async function actionsOf(page: Page, text: string): Promise<void> {
  await isBegun(page);
  await reach(page, message(page, text));
  await message(page, text).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('toolbar')).toBeVisible();
}

const settings = (name: string, section: string): View => ({
  name,
  show: async page => {
    await page.getByRole('button', { name: /Your status/ }).click();
    await page.getByRole('menuitem', { name: section }).click();
    await expect(page.getByRole('dialog', { name: section })).toBeVisible();
    await expect(page.getByText('Loading devices…')).toBeHidden();
  },
});

/** A part of the settings that the menu does not name. */
const unnamed = (name: string, section: string, shown: string): View => ({
  name,
  show: async page => {
    await page.getByRole('button', { name: /Your status/ }).click();
    await page.getByRole('menuitem', { name: 'Profile' }).click();
    await page.getByRole('dialog').getByText(section, { exact: true }).click();
    await expect(page.getByRole('dialog').getByText(shown, { exact: true })).toBeVisible();
  },
});

const press = (name: string, keys: string, dialog: string, then?: View['show']): View => ({
  name,
  path: design,
  show: async (page, workspace) => {
    await isBegun(page);
    await page.keyboard.press(keys);
    await expect(page.getByRole('dialog', { name: dialog })).toBeVisible();
    await then?.(page, workspace);
  },
});

const fromList = (name: string, button: string, then?: (page: Page) => Promise<void>): View => ({
  name,
  show: async page => {
    await page.getByRole('button', { name: button, exact: true }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await then?.(page);
  },
});

export const VIEWS: View[] = [
  {
    name: 'sign-in',
    who: 'nobody',
    show: async page => expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible(),
  },
  {
    name: 'register',
    who: 'nobody',
    path: () => '/register',
    show: async page => {
      await page.getByLabel('Your name').fill('Maya Lindqvist');
      await page.getByLabel('Handle').fill('maya');
      await page.getByLabel('Password').fill('correct horse battery');
      await page.getByRole('button', { name: 'Create account' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  {
    name: 'nothing-yet',
    who: 'newcomer',
    show: async page => expect(page.getByText('No conversations yet.')).toBeVisible(),
  },
  {
    name: 'list',
    show: async page => expect(page.getByRole('navigation').getByText('design')).toBeVisible(),
  },
  inDesign('channel', isBegun),
  inDesign('channel-earlier', async page => {
    await isBegun(page);
    await page.getByRole('log').evaluate(box => box.scrollTo({ top: 0 }));
    await expect(page.getByText('This is where the conversation begins.')).toBeInViewport();
    await expect(page.locator('.picture img').first()).toBeVisible();
  }),
  {
    name: 'direct',
    path: ({ conversations }) => `/c/${conversations.tomas}`,
    show: isBegun,
  },
  {
    name: 'empty-conversation',
    path: ({ conversations }) => `/c/${conversations.quiet}`,
    show: async page => expect(page.getByRole('textbox', { name: 'Message to' })).toBeVisible(),
  },
  {
    name: 'thread',
    path: ({ conversations, seqs }) => `/c/${conversations.design}?thread=${seqs.thread}`,
    show: async page => {
      if ((page.viewportSize()?.width ?? 0) > 720)
        await expect(page.getByText('Chart preview 1482')).toBeVisible();
      const thread = page.getByRole('region', { name: 'Thread' });
      await expect(thread.locator('.message-text').nth(4)).toBeVisible();
    },
  },
  {
    name: 'threads',
    path: () => '/threads',
    show: async page => expect(page.getByText('Do we keep the wind arrows').first()).toBeVisible(),
  },
  press('search', 'Control+g', 'Search messages', async page => {
    await expect(async () => {
      await page.getByRole('searchbox').fill('');
      await page.getByRole('searchbox').fill('contour');
      await expect(page.locator('.hit-text').nth(1)).toBeVisible({ timeout: 1_000 });
    }).toPass();
  }),
  press('search-nothing', 'Control+g', 'Search messages', async page => {
    await page.getByRole('searchbox').fill('lighthouse keeper');
    await expect(page.getByText('No message was found.')).toBeVisible();
  }),
  press('switcher', 'Control+k', 'Go to'),
  press('keys', 'Control+/', 'Keyboard'),
  inDesign('details', async page => {
    await isBegun(page);
    await more(page, 'Details');
    await expect(page.getByRole('region', { name: 'Members' }).getByText('Aiko Tanaka')).toBeVisible();
  }),
  {
    name: 'person',
    path: ({ conversations }) => `/c/${conversations.tomas}`,
    show: async page => {
      await isBegun(page);
      await more(page, 'About Tomás Herrera');
      await expect(page.getByRole('dialog', { name: 'Tomás Herrera' })).toContainText('@tomas');
    },
  },
  inDesign('message-actions', page => actionsOf(page, 'The night palette is done')),
  inDesign('message-menu', async page => {
    await actionsOf(page, 'Beautiful.');
    await page.getByRole('button', { name: 'More actions' }).press('Enter');
    await expect(page.getByRole('menu')).toBeVisible();
  }),
  inDesign('react', async page => {
    await actionsOf(page, 'The night palette is done');
    await page.getByRole('toolbar').getByRole('button', { name: 'React', exact: true }).press('Enter');
    await expect(page.getByRole('dialog', { name: 'React' })).toBeVisible();
  }),
  inDesign('seen-by', async page => {
    await isBegun(page);
    await reach(page, message(page, 'Beautiful.'));
    await message(page, 'Beautiful.').locator('.receipt').click();
    await expect(page.getByRole('dialog', { name: 'Seen by' }).getByText('Priya Raman')).toBeVisible();
  }),
  inDesign('versions', async page => {
    await isBegun(page);
    await reach(page, page.getByRole('button', { name: '(edited)' }));
    await page.getByRole('button', { name: '(edited)' }).click();
    await expect(page.getByRole('dialog').locator('.quoted').nth(1)).toBeVisible();
  }),
  inDesign('pins', async page => {
    await isBegun(page);
    if (await page.getByRole('button', { name: 'Pinned messages' }).isVisible())
      await page.getByRole('button', { name: 'Pinned messages' }).click();
    else await more(page, 'Pinned messages');
    await expect(page.getByRole('dialog').locator('.quoted')).toBeVisible();
  }),
  inDesign('day', async page => {
    await isBegun(page);
    await more(page, 'Jump to a day');
    await expect(page.getByRole('dialog')).toBeVisible();
  }),
  inDesign('completion', async page => {
    await isBegun(page);
    await page.getByRole('textbox', { name: 'Message to' }).pressSequentially('Thank you @');
    await expect(page.getByRole('listbox')).toBeVisible();
  }),
  inDesign('send-later', async page => {
    await isBegun(page);
    await writes(page, 'The night palette goes live with this release.');
    await page.getByRole('button', { name: 'Send later', exact: true }).press('Enter');
    await expect(page.getByRole('menuitem').first()).toBeVisible();
  }),
  inDesign('attached', async page => {
    await isBegun(page);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach files' }).click();
    const file = (name: string, size: number) => ({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.alloc(size, 'x'),
    });
    await (await chooser).setFiles([file('release-notes.txt', 4_200), file('empty.txt', 0)]);
    await writes(page, 'The notes, as promised.');
    await expect(page.locator('.attached > li[data-state=there]')).toHaveCount(1);
  }),
  inDesign('picture', async page => {
    await isBegun(page);
    await page.getByRole('log').evaluate(box => box.scrollTo({ top: 0 }));
    await page.getByRole('button', { name: 'View harbour-chart.png' }).click();
    await expect(page.getByRole('dialog').getByRole('img')).toBeVisible();
  }),
  {
    name: 'offline',
    path: ({ conversations }) => `/c/${conversations.tomas}`,
    show: async page => {
      await isBegun(page);
      await offline(page);
      await writes(page, 'I am on the ferry, this goes out when we land.');
      await page.keyboard.press('Enter');
      await expect(page.locator('.message[data-state=waiting]')).toBeVisible();
      await writes(page, 'And one more thing');
    },
  },
  {
    name: 'not-sent',
    path: ({ conversations }) => `/c/${conversations.leila}`,
    show: async (page, { maya, leila }) => {
      await isBegun(page);
      await leila.calls('PUT', `/v1/users/me/blocks/${maya.id}`);
      await writes(page, 'Of course, come over.');
      await page.keyboard.press('Enter');
      await expect(page.getByText('Not sent')).toBeVisible();
      await leila.calls('DELETE', `/v1/users/me/blocks/${maya.id}`);
    },
  },
  {
    name: 'not-here',
    path: () => '/c/elsewhere',
    show: async page => expect(page.getByText('This conversation is not here')).toBeVisible(),
  },
  inDesign('notices', async page => {
    await isBegun(page);
    await more(page, 'Notifications');
    await expect(page.getByRole('dialog', { name: 'Notifications' })).toBeVisible();
  }),
  fromList('for-you', 'For you', async page => expect(page.getByText('the outline is in')).toBeVisible()),
  fromList('for-you-saved', 'For you', async page => {
    await page.getByLabel('Saved').check();
    await expect(page.getByRole('dialog').getByText('seven contour steps')).toBeVisible();
  }),
  fromList('new-message', 'Message', async page => {
    await page.getByRole('combobox', { name: 'To' }).fill('so');
    await expect(page.getByRole('option').first()).toBeVisible();
  }),
  fromList('new-group', 'Group', async page => {
    await page.getByLabel('Title').fill('Harbour names');
    await page.getByRole('combobox', { name: 'Members' }).fill('aiko');
    await page.getByRole('option').first().click();
  }),
  fromList('channels', 'Channels', async page => expect(page.getByText('weather-data')).toBeVisible()),
  fromList('invite', 'Invite people', async page =>
    expect(page.getByLabel('Send this link')).toHaveValue(/join/),
  ),
  settings('settings-profile', 'Profile'),
  fromList('settings-appearance', 'Appearance'),
  settings('settings-notifications', 'Notifications'),
  unnamed('settings-emoji', 'Emoji', ':chart:'),
  unnamed('settings-groups', 'User groups', '@charts'),
  settings('settings-devices', 'Devices'),
  settings('settings-blocked', 'Blocked people'),
];
