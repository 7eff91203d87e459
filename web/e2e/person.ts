import {
  type APIResponse,
  type Browser,
  type BrowserContextOptions,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';

const PASSWORD = 'correct horse battery';

/** Somebody in a browser of their own. Their page must raise no error and break no policy while they use it. */
export class Person {
  readonly page: Page;
  readonly name: string;
  readonly handle: string;
  private readonly faults: string[] = [];

  private constructor(page: Page, name: string) {
    this.page = page;
    this.name = name;
    this.handle = name.toLowerCase();
    page.on('pageerror', error => this.faults.push(error.message));
    page.on('console', message => {
      if (/Content Security Policy/i.test(message.text())) this.faults.push(message.text());
    });
  }

  static async arrive(browser: Browser, url: string, name: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ baseURL: url, ...options });
    return new Person(await context.newPage(), name);
  }

  static async registered(browser: Browser, url: string, name: string, options: BrowserContextOptions = {}) {
    const person = await Person.arrive(browser, url, name, options);
    await person.page.goto('/');
    await person.page.getByRole('link', { name: 'Create an account' }).click();
    await person.fillAccount('Create account');
    await person.isIn();
    return person;
  }

  /** The same person in one more tab of the same browser. */
  async inNewTab(): Promise<Person> {
    const tab = new Person(await this.page.context().newPage(), this.name);
    await tab.page.goto('/');
    await tab.isIn();
    return tab;
  }

  /** What the browser tells a page when its network is back: the page does not sit out a long delay then. */
  async looksAgain(): Promise<void> {
    await this.page.evaluate(() => window.dispatchEvent(new Event('online')));
  }

  /** The tab's process ends at once; no code of the page runs any more. */
  async isKilled(): Promise<void> {
    const crashed = this.page.waitForEvent('crash');
    const devtools = await this.page.context().newCDPSession(this.page);
    devtools.send('Page.crash').catch(() => {});
    await crashed;
    await this.page.close();
  }

  async fillAccount(submit: string): Promise<void> {
    await this.page.getByLabel('Your name').fill(this.name);
    await this.page.getByLabel('Handle').fill(this.handle);
    await this.page.getByLabel('Password').fill(PASSWORD);
    await this.page.getByRole('button', { name: submit }).click();
  }

  async signIn(): Promise<void> {
    await this.page.getByLabel('Handle').fill(this.handle);
    await this.page.getByLabel('Password').fill(PASSWORD);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.isIn();
  }

  async isIn(): Promise<void> {
    await expect(this.page.getByRole('navigation', { name: 'Conversations' })).toBeVisible();
    await expect(this.page.getByText('Loading conversations…')).toBeHidden();
  }

  async writesTo(other: Person): Promise<void> {
    await this.page.getByRole('button', { name: 'Message', exact: true }).click();
    await this.page.getByRole('combobox', { name: 'To' }).fill(other.handle);
    await this.page.getByRole('option', { name: other.name }).click();
    await expect(this.page.getByRole('heading', { name: other.name })).toBeVisible();
  }

  async gathers(title: string, ...members: Person[]): Promise<void> {
    await this.page.getByRole('button', { name: 'Group', exact: true }).click();
    await this.page.getByLabel('Title').fill(title);
    for (const member of members) {
      await this.page.getByRole('combobox', { name: 'Members' }).fill(member.handle);
      await this.page.getByRole('option', { name: member.name }).click();
    }
    await this.page.getByRole('button', { name: 'Create group' }).click();
    await this.isAt(title);
  }

  async opens(conversation: string): Promise<void> {
    await this.row(conversation).click();
    await this.isAt(conversation);
  }

  /** The conversation is on screen; until it is, the composer is still that of the one before. */
  async isAt(conversation: string): Promise<void> {
    await expect(this.page.getByRole('heading', { name: conversation, level: 1 })).toBeVisible();
  }

  async says(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** Exactly these messages, in this order, all of them sent. */
  async sees(...texts: string[]): Promise<void> {
    await expect(this.messages).toHaveText(texts, { useInnerText: true });
    await expect(this.page.locator('.message[data-state=waiting]')).toHaveCount(0);
  }

  row(conversation: string): Locator {
    const title = this.page.locator('.row-title').getByText(conversation, { exact: true });
    return this.page.getByRole('navigation').getByRole('link').filter({ has: title });
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message to' });
  }

  get messages(): Locator {
    return this.page.locator('.message-text');
  }

  /** A call of the HTTP interface in this person's name. */
  async calls(method: string, path: string, data?: unknown): Promise<unknown> {
    const answer = await this.answered(method, path, data);
    expect(answer.ok(), `${method} ${path}: ${answer.status()}`).toBe(true);
    return answer.status() === 204 ? null : answer.json();
  }

  /** The status of what is there, or is not yet. */
  async asks(path: string): Promise<number> {
    return (await this.answered('GET', path)).status();
  }

  private async answered(method: string, path: string, data?: unknown): Promise<APIResponse> {
    const token = await this.page.evaluate(
      () => JSON.parse(localStorage.getItem('parley.session') ?? '{}').accessToken as string,
    );
    return this.page.request.fetch(path, { method, headers: { authorization: `Bearer ${token}` }, data });
  }

  /** Posts these one after the other, without showing them first; answers with their numbers. */
  async posts(conversation: string, texts: string[], context: { thread?: number } = {}): Promise<number[]> {
    const answers = await this.page.evaluate(
      async ([path, texts, context]) => {
        const seqs: number[] = [];
        const { accessToken } = JSON.parse(localStorage.getItem('parley.session') ?? '{}');
        const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
        for (const text of texts) {
          const body = JSON.stringify({ id: crypto.randomUUID(), text, ...context });
          const answer = await fetch(path, { method: 'POST', headers, body });
          if (!answer.ok) return answer.status;
          seqs.push((await answer.json()).seq);
        }
        return seqs;
      },
      [`/v1/conversations/${conversation}/messages`, texts, context] as const,
    );
    expect(answers).toBeInstanceOf(Array);
    return answers as number[];
  }

  /** Waits until this browser has a text on its disk: what happens to the tab from then on is no matter. */
  async keeps(text: string): Promise<void> {
    const kept = () =>
      this.page.evaluate(async () => {
        const [database] = await indexedDB.databases();
        const open = indexedDB.open(database?.name ?? '');
        await new Promise(opened => open.addEventListener('success', opened));
        const stores = ['conversations', 'entries', 'outbox', 'drafts'];
        const read = open.result.transaction(stores);
        const found = stores.map(name => read.objectStore(name).getAll());
        await new Promise(done => read.addEventListener('complete', done));
        open.result.close();
        return JSON.stringify(found.map(({ result }) => result));
      });
    await expect.poll(kept).toContain(text);
  }

  async leavesCleanly(): Promise<void> {
    expect(this.faults).toEqual([]);
    await this.page.context().close();
  }
}
