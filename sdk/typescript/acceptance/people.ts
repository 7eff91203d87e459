import { Api, type MessageEntry, type Profile, type Tokens } from '@parley/sdk';
import { expect, vi } from 'vitest';

export const PASSWORD = 'correct horse battery';

/** Somebody with an account on a real server, and what they may ask of it. */
export interface Person {
  api: Api;
  me: Profile;
}

export async function registered(url: string, handle: string): Promise<Person> {
  let tokens: Tokens | null = null;
  const store = {
    load: () => tokens,
    save: (newer: Tokens | null) => {
      tokens = newer;
    },
  };
  const api = new Api(url, store);
  const { user } = await api.register({ handle, name: handle, password: PASSWORD });
  return { api, me: user };
}

export async function direct(one: Person, other: Person): Promise<string> {
  return (await one.api.create({ kind: 'direct', members: [other.me.id] })).id;
}

/** The texts of all messages of a conversation, as the server has them. */
export async function textsIn(conversation: string, { api }: Person): Promise<(string | undefined)[]> {
  const texts: (string | undefined)[] = [];
  for (let after = 0, head = 1; after < head; ) {
    const page = await api.entries(conversation, after, 200);
    texts.push(...page.entries.filter(isMessage).map(({ text }) => text));
    head = page.head;
    after = page.entries.at(-1)?.seq ?? head;
  }
  return texts;
}

const isMessage = (entry: { kind: string }): entry is MessageEntry => entry.kind === 'message';

/** Looks again and again until nothing is thrown; long, since a machine may be busy with other things. */
export const eventually = <T>(look: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(look, { timeout: 60_000, interval: 100 });

export const reads = (conversation: string, person: Person, texts: string[]): Promise<void> =>
  eventually(async () => expect(await textsIn(conversation, person)).toEqual(texts));

export function numbered(what: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${what} ${index + 1}`);
}
