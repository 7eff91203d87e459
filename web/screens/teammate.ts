import { NOW, type Times } from './times.ts';

const PASSWORD = 'correct horse battery';
const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';
/** A page that finds its session over renews it, and then nobody else can. */
const LONG_ENOUGH_MS = 240_000;

export interface Said {
  text: string;
  /** Minutes before the pictures are taken. */
  ago: number;
  thread?: number;
  replyTo?: number;
  attachments?: string[];
  mentions?: string[];
}

/** Somebody who fills the workspace; whoever looks at it has a browser. */
export class Teammate {
  readonly id: string;
  readonly handle: string;
  private readonly url: string;
  private readonly times: Times;
  private tokens: Tokens;
  private expiresAt = 0;

  private constructor(url: string, times: Times, tokens: Tokens) {
    this.url = url;
    this.times = times;
    this.id = tokens.user.id;
    this.handle = tokens.user.handle;
    this.tokens = tokens;
    this.becomes(tokens);
  }

  static async joins(url: string, times: Times, name: string, invite?: string): Promise<Teammate> {
    const handle = name
      .normalize('NFD')
      .replaceAll(/\p{M}/gu, '')
      .match(/[a-z]+/i)?.[0]
      .toLowerCase();
    const account = { handle, name, password: PASSWORD, invite };
    return new Teammate(url, times, (await answered(await post(`${url}/v1/accounts`, account))) as Tokens);
  }

  /** On one more device. */
  async signsIn(browser: string): Promise<void> {
    await answered(
      await post(`${this.url}/v1/sessions`, { handle: this.handle, password: PASSWORD }, browser),
    );
  }

  /** What a page keeps of a session that lasts for as long as a picture needs. */
  async session(): Promise<string> {
    const { tokens } = await this.fresh();
    return JSON.stringify({ ...tokens, expiresAt: this.expiresAt });
  }

  async founds(kind: 'direct' | 'group' | 'channel', members: Teammate[], title?: string): Promise<string> {
    const named = kind === 'direct' ? {} : { id: crypto.randomUUID(), title };
    const body = { kind, ...named, members: members.map(({ id }) => id) };
    return ((await this.calls('POST', '/v1/conversations', body)) as { id: string }).id;
  }

  async says(conversation: string, { ago, ...said }: Said): Promise<number> {
    const body = { id: crypto.randomUUID(), ...said };
    const { seq } = (await this.calls('POST', `/v1/conversations/${conversation}/messages`, body)) as {
      seq: number;
    };
    this.times.tell(conversation, seq, new Date(NOW.getTime() - ago * 60_000));
    return seq;
  }

  async uploads(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const path = `/v1/attachments?name=${encodeURIComponent(name)}`;
    return ((await this.calls('POST', path, bytes)) as { id: string }).id;
  }

  async calls(method: string, path: string, body?: object): Promise<unknown> {
    const { tokens } = await this.fresh();
    const headers = { authorization: `Bearer ${tokens.accessToken}` };
    if (!body) return answered(await fetch(this.url + path, { method, headers }));
    const file = body instanceof Uint8Array;
    const type = file ? 'application/octet-stream' : 'application/json';
    return answered(
      await fetch(this.url + path, {
        method,
        headers: { ...headers, 'content-type': type },
        body: file ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body),
      }),
    );
  }

  private async fresh(): Promise<this> {
    if (this.expiresAt - Date.now() > LONG_ENOUGH_MS) return this;
    const { refreshToken } = this.tokens;
    const renewed = await answered(await post(`${this.url}/v1/sessions/refresh`, { refreshToken }));
    this.becomes({ ...this.tokens, ...(renewed as Tokens) });
    return this;
  }

  private becomes(tokens: Tokens): void {
    this.tokens = tokens;
    this.expiresAt = Date.now() + tokens.expiresIn * 1000;
  }
}

interface Tokens {
  user: { id: string; handle: string };
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
}

function post(url: string, body: object, browser = CHROME): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'user-agent': browser };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function answered(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : null;
}
