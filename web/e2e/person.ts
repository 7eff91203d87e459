import {
  type APIResponse,
  type Browser,
  type BrowserContextOptions,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';

const PASSWORD = 'correct horse battery';

/** How many messages of a history are on their way at a time. */
const WINDOW = 250;

/** Nobody has a handle that another begins with: tests share a server, and look for people. */
let arrived = 0;
const nextHandle = (name: string) => `${name.toLowerCase()}.${String(++arrived).padStart(4, '0')}`;

/** Somebody in a browser of their own. Their page must raise no error and break no policy while they use it. */
export class Person {
  readonly page: Page;
  readonly name: string;
  readonly handle: string;
  private readonly faults: string[] = [];

  private constructor(page: Page, name: string, handle: string) {
    this.page = page;
    this.name = name;
    this.handle = handle;
    page.on('pageerror', error => this.faults.push(error.message));
    page.on('console', message => {
      if (/Content Security Policy/i.test(message.text())) this.faults.push(message.text());
    });
  }

  static async arrive(
    browser: Browser,
    url: string,
    name: string,
    options: BrowserContextOptions = {},
    handle = nextHandle(name),
  ) {
    const context = await browser.newContext({ baseURL: url, ...options });
    return new Person(await context.newPage(), name, handle);
  }

  /** Has an account and is signed in, as if it had been so for long: the forms are tested where they are the point. */
  static async registered(browser: Browser, url: string, name: string, options: BrowserContextOptions = {}) {
    const person = await Person.comesBack(browser, url, name, options);
    await person.isIn();
    return person;
  }

  /** The same, in whatever language. */
  static async comesBack(browser: Browser, url: string, name: string, options: BrowserContextOptions = {}) {
    const handle = nextHandle(name);
    const session = JSON.stringify(await signedUp(url, handle, name));
    const localStorage = [{ name: 'parley.session', value: session }];
    const storageState = { cookies: [], origins: [{ origin: url, localStorage }] };
    const person = await Person.arrive(browser, url, name, { storageState, ...options }, handle);
    await person.page.goto('/');
    return person;
  }

  /** Has an account made by the form. */
  static async signsUp(browser: Browser, url: string, name: string, options: BrowserContextOptions = {}) {
    const person = await Person.arrive(browser, url, name, options);
    await person.page.goto('/');
    await person.page.getByRole('link', { name: 'Create an account' }).click();
    await person.fillAccount('Create account');
    await person.isIn();
    return person;
  }

  /** The same person in one more tab of the same browser. */
  async inNewTab(): Promise<Person> {
    const tab = new Person(await this.page.context().newPage(), this.name, this.handle);
    await tab.page.goto('/');
    await tab.isIn();
    return tab;
  }

  /** The same person in another browser, which has kept nothing. */
  async elsewhere(browser: Browser): Promise<Person> {
    const baseURL = new URL(this.page.url()).origin;
    const other = new Person(await (await browser.newContext({ baseURL })).newPage(), this.name, this.handle);
    await other.page.goto('/');
    await other.signIn();
    return other;
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

  /** Answers the question that was asked, which is the newest dialog, by what its button says. */
  async isSure(verb: string): Promise<void> {
    await this.page.getByRole('dialog').last().getByRole('button', { name: verb, exact: true }).click();
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

  async id(): Promise<string> {
    return ((await this.calls('GET', '/v1/users/me')) as { id: string }).id;
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

  /** Posts these in this order, without showing them first; answers with their numbers. */
  posts(conversation: string, texts: string[], context: { thread?: number } = {}): Promise<number[]> {
    return this.page.evaluate(
      ([conversation, texts, context, window]) =>
        new Promise<number[]>((done, fail) => {
          const { accessToken } = JSON.parse(localStorage.getItem('parley.session') ?? '{}');
          const socket = new WebSocket(
            location.origin.replace('http', 'ws').concat('/v1/socket'),
            'parley.v1',
          );
          const tell = (frame: object) => socket.send(JSON.stringify(frame));
          const seqs: number[] = [];
          let sent = 0;
          let answered = 0;
          const sendMore = () => {
            for (; sent < texts.length && sent - answered < window; sent++)
              tell({
                op: 'send',
                rid: sent,
                conversation,
                id: crypto.randomUUID(),
                text: texts[sent],
                ...context,
              });
          };
          socket.onopen = () =>
            tell({ op: 'hello', token: accessToken, client: { name: 'test', version: '1' } });
          socket.onclose = ({ code }) => fail(new Error(`closed with ${code}`));
          socket.onmessage = ({ data }) => {
            const frame = JSON.parse(data);
            if (frame.op === 'error') fail(new Error(data));
            if (frame.op === 'ack') {
              seqs[frame.rid] = frame.seq;
              answered++;
            }
            if (frame.op === 'ack' || frame.op === 'welcome') sendMore();
            if (answered === texts.length) {
              done(seqs);
              socket.close();
            }
          };
        }),
      [conversation, texts, context, WINDOW] as const,
    );
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

/** What a page keeps of its session, of an account that is made here. */
async function signedUp(url: string, handle: string, name: string): Promise<object> {
  const answer = await fetch(`${url}/v1/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ handle, name, password: PASSWORD }),
  });
  expect(answer.status, `an account for ${handle}`).toBe(201);
  const { expiresIn, ...tokens } = await answer.json();
  return { ...tokens, expiresAt: Date.now() + expiresIn * 1000 };
}
