import { profileFrom } from './codec.ts';
import type { Profile } from './frames.ts';
import { ApiError, answerOf, refusal } from './refusal.ts';
import { type Check, list, MalformedFrame, nullable, number, object, optional, string } from './shape.ts';

/** What signing in gives. `expiresAt` is this machine's clock, so that a wrong server clock does no harm. */
export interface Tokens {
  user: Profile;
  accessToken: string;
  refreshToken: string;
  expiresAt: number;
}

/** Where the tokens live. It is read before every use: another tab may have refreshed them meanwhile. */
export interface TokenStore {
  load(): Tokens | null;
  save(tokens: Tokens | null): void;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const REFRESH_BEFORE_MS = 30_000;

/** The most that one page of anything may hold. */
export const LONGEST_PAGE = 200;

/** A session, and how calls are made in it. */
export class Calls {
  private refreshing: Promise<Tokens> | null = null;
  readonly base: string;
  private readonly tokens: TokenStore;
  private readonly fetch: Fetch;

  constructor(base: string, tokens: TokenStore, fetch: Fetch = (url, init) => globalThis.fetch(url, init)) {
    this.base = base;
    this.tokens = tokens;
    this.fetch = fetch;
  }

  register(account: { handle: string; password: string; name: string; invite?: string }): Promise<Tokens> {
    return this.open('/v1/accounts', account);
  }

  signIn(handle: string, password: string): Promise<Tokens> {
    return this.open('/v1/sessions', { handle, password });
  }

  async signOut(): Promise<void> {
    try {
      await this.call('DELETE', '/v1/sessions/current');
    } finally {
      this.tokens.save(null);
    }
  }

  /** A token good for a while yet. Throws `unauthenticated` when the session is over. */
  async accessToken(): Promise<string> {
    const tokens = this.tokens.load();
    if (!tokens) throw new ApiError(401, 'unauthenticated', 'not signed in');
    return tokens.expiresAt - Date.now() > REFRESH_BEFORE_MS
      ? tokens.accessToken
      : (await this.refresh()).accessToken;
  }

  /** One refresh at a time: whoever asks meanwhile gets the same answer. */
  refresh(): Promise<Tokens> {
    this.refreshing ??= this.exchangeRefreshToken().finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  /** The account behind the tokens was changed: the next start begins with what it is now. */
  becomes(user: Profile): void {
    const tokens = this.tokens.load();
    if (tokens) this.tokens.save({ ...tokens, user });
  }

  /** Any call in this user's name; throws what is refused. */
  async call(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<unknown> {
    return answerOf(await this.authorized(method, path, body, signal));
  }

  private async authorized(
    method: string,
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<Response> {
    const response = await this.send(method, path, body, await this.accessToken(), signal);
    if (response.status !== 401) return response;
    return this.send(method, path, body, (await this.refresh()).accessToken, signal);
  }

  private async open(path: string, body: unknown): Promise<Tokens> {
    const tokens = tokensFrom(await answerOf(await this.send('POST', path, body)), this.tokens.load()?.user);
    this.tokens.save(tokens);
    return tokens;
  }

  private async exchangeRefreshToken(): Promise<Tokens> {
    const refreshToken = this.tokens.load()?.refreshToken;
    if (!refreshToken) throw new ApiError(401, 'unauthenticated', 'not signed in');
    try {
      return await this.open('/v1/sessions/refresh', { refreshToken });
    } catch (failure) {
      if (failure instanceof ApiError && failure.code === 'unauthenticated') this.tokens.save(null);
      throw failure;
    }
  }

  protected async page<T>(path: string, name: string, check: Check<T>): Promise<Page<T>> {
    const shape = object<{ [key: string]: unknown }>({
      [name]: list(check),
      next: optional(nullable(string)),
    });
    const page = shape(await this.call('GET', path), name);
    return { items: page[name] as T[], next: (page.next as string | null | undefined) ?? null };
  }

  protected async blob(path: string, signal?: AbortSignal): Promise<Blob> {
    const response = await this.authorized('GET', path, undefined, signal);
    return response.ok ? response.blob() : refusal(response.status, await response.text());
  }

  private async send(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
    signal?: AbortSignal,
  ): Promise<Response> {
    const headers: Record<string, string> = {};
    if (token) headers.authorization = `Bearer ${token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    try {
      return await this.fetch(this.base + path, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal ?? null,
      });
    } catch {
      throw new ApiError(0, 'unreachable', 'the server cannot be reached');
    }
  }
}

const tokensShape = object<{
  user?: Profile;
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
}>({ user: optional(profileFrom), accessToken: string, refreshToken: string, expiresIn: number });

/** A refresh need not repeat who the user is. */
function tokensFrom(value: unknown, known: Profile | undefined): Tokens {
  const { expiresIn, user = known, ...pair } = tokensShape(value, 'session');
  if (!user) throw new MalformedFrame('session.user is missing');
  return { user, ...pair, expiresAt: Date.now() + expiresIn * 1000 };
}
