import { expect } from '@playwright/test';
import { violations } from './axe.ts';
import { Person } from './person.ts';
import { test } from './test.ts';

/** A browser whose notifications a test can see and press; it allows them as soon as it is asked, and from then on. */
async function withNotices(person: Person): Promise<void> {
  await person.page.addInitScript(() => {
    const shown: unknown[] = [];
    class Shown {
      static permission = sessionStorage.getItem('leave') ?? 'default';
      static asked = 0;
      static async requestPermission() {
        Shown.asked++;
        Shown.permission = 'granted';
        sessionStorage.setItem('leave', Shown.permission);
        return 'granted';
      }
      onclick = () => {};
      readonly title: string;
      readonly body: string;
      constructor(title: string, { body }: { body: string }) {
        this.title = title;
        this.body = body;
        shown.push(this);
      }
      close() {}
    }
    Object.assign(window, { Notification: Shown, shown });
  });
  await person.page.reload();
  await person.isIn();
}

async function opensNotices(person: Person, name: string): Promise<void> {
  await person.page.getByRole('button', { name: 'More about this conversation' }).click();
  await person.page.getByRole('menuitem', { name, exact: true }).click();
}

const shown = (person: Person) =>
  person.page.evaluate(() => {
    const all = (window as unknown as { shown: { title: string; body: string }[] }).shown;
    return all.map(({ title, body }) => `${title}: ${body}`);
  });

const asked = (person: Person) =>
  person.page.evaluate(() => (Notification as unknown as { asked: number }).asked);

test('a message notifies whoever asked for that, but not of what is on screen or muted, nor who is not to be disturbed', async ({
  browser,
  server,
}) => {
  const ada = await Person.registered(browser, server.url, 'Ada');
  const ben = await Person.registered(browser, server.url, 'Ben');
  await withNotices(ben);
  await ada.writesTo(ben);
  await ada.says('Nobody is told');
  await expect(ben.row('Ada')).toContainText('Nobody is told');
  expect(await asked(ben)).toBe(0);

  await ben.page.getByRole('button', { name: /Your status/ }).click();
  await ben.page.getByRole('menuitem', { name: 'Notifications', exact: true }).click();
  await ben.page.getByLabel('Notify me on this computer').check();
  expect(await asked(ben)).toBe(1);
  await ben.page.getByRole('button', { name: 'Close', exact: true }).click();
  await ada.says('Hello');
  await expect.poll(() => shown(ben)).toEqual(['Ada: Hello']);
  await ben.page.evaluate(() => (window as unknown as { shown: { onclick(): void }[] }).shown[0]?.onclick());
  await ben.isAt('Ada');
  await expect(ben.page).toHaveURL(/\/c\/[^/]+\/3$/);

  await ada.says('You see this');
  await ben.sees('Nobody is told', 'Hello', 'You see this');
  expect(await shown(ben)).toHaveLength(1);

  const phone = await ben.elsewhere(browser);
  await opensNotices(ben, 'Notifications');
  expect(await violations(ben.page)).toEqual([]);
  await ben.page.getByRole('button', { name: 'Mute for good' }).click();
  await expect(ben.page.getByRole('button', { name: 'Unmute' })).toBeVisible();
  await ben.page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(phone.row('Ada')).toContainText('Muted');
  await ben.page.goBack();
  await ben.page.goto('/');
  await ben.isIn();
  await ada.says('Quietly');
  await expect(ben.row('Ada')).toContainText('Quietly');
  await expect(ben.page).toHaveTitle('Parley');
  expect(await shown(ben)).toEqual([]);

  await ben.opens('Ada');
  await opensNotices(ben, 'Notifications: muted');
  await ben.page.getByRole('button', { name: 'Unmute' }).click();
  await expect(ben.page.getByRole('button', { name: 'Mute for good' })).toBeVisible();
  await ben.page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(phone.row('Ada')).not.toContainText('Muted');

  await ben.page.goto('/');
  await ben.isIn();
  await ben.page.getByRole('button', { name: /Your status/ }).click();
  await ben.page.getByRole('menuitemradio', { name: 'Do not disturb' }).click();
  await ada.says('Later will do');
  await expect(ben.row('Ada')).toContainText('Later will do');
  expect(await shown(ben)).toEqual([]);
  await ben.page.getByRole('button', { name: /Your status/ }).click();
  await ben.page.getByRole('menuitemradio', { name: 'Online' }).click();
  await ada.says('Now');
  await expect.poll(() => shown(ben)).toEqual(['Ada: Now']);
  await ben.leavesCleanly();
  await phone.leavesCleanly();
  await ada.leavesCleanly();
});

test('what is preferred is kept, and known on the other device', async ({ browser, server }) => {
  const cleo = await Person.registered(browser, server.url, 'Cleo');
  const open = async (person: Person) => {
    await person.page.getByRole('button', { name: /Your status/ }).click();
    await person.page.getByRole('menuitem', { name: 'Notifications', exact: true }).click();
  };
  const tablet = await cleo.elsewhere(browser);
  await open(cleo);
  await cleo.page.getByLabel('Groups').selectOption('mentions');
  await cleo.page.getByLabel('Quiet hours').check();
  await cleo.page.getByLabel('From').fill('21:30');
  expect(await violations(cleo.page)).toEqual([]);
  await cleo.page.getByLabel('Sun').uncheck();
  await cleo.page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(cleo.page.getByText('Saved.')).toBeVisible();
  await expect(async () => {
    await open(tablet);
    try {
      await expect(tablet.page.getByLabel('Groups')).toHaveValue('mentions', { timeout: 500 });
    } finally {
      await tablet.page.getByRole('button', { name: 'Close', exact: true }).click();
    }
  }).toPass();
  await open(tablet);
  await expect(tablet.page.getByLabel('From')).toHaveValue('21:30');
  await expect(tablet.page.getByLabel('Sun')).not.toBeChecked();
  await expect(tablet.page.getByLabel('Mon')).toBeChecked();
  await cleo.leavesCleanly();
  await tablet.leavesCleanly();
});
