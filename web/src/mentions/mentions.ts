import { type ConversationState, type MentionedGroup, MOST_MENTIONS, type Profile } from '@parley/sdk';
import type { Whom } from '../chat/client.ts';

/** Those who speak to every member. */
export const EVERYBODY = ['all', 'here'] as const;

/** A handle behind its sign, where a word begins: an address (a@b) or a path (/@a) is none. */
const HANDLE = /(?<![\p{L}\p{N}_@/.-])@([a-z0-9][a-z0-9._-]{1,31})/giu;

/** A text in pieces: as it stands, or a mention with what it is of. */
export type Piece<T> = { at: number; text: string; of?: T };

/**
 * Cuts a text at its mentions. A handle may end with a dot or a dash, and a sentence too: the longest that is known counts.
 */
export function cutAtMentions<T>(text: string, known: (handle: string) => T | undefined): Piece<T>[] {
  const pieces: Piece<T>[] = [];
  let done = 0;
  for (const { index, 1: handle = '' } of text.matchAll(HANDLE)) {
    const found = longestKnown(handle.toLowerCase(), known);
    if (!found) continue;
    if (index > done) pieces.push({ at: done, text: text.slice(done, index) });
    done = index + 1 + found.length;
    pieces.push({ at: index, text: text.slice(index, done), of: found.of });
  }
  if (done < text.length) pieces.push({ at: done, text: text.slice(done) });
  return pieces;
}

function longestKnown<T>(handle: string, known: (handle: string) => T | undefined) {
  for (let name = handle; name.length > 1; name = name.slice(0, -1)) {
    const of = known(name);
    if (of !== undefined) return { length: name.length, of };
    if (!/[._-]$/.test(name)) return undefined;
  }
  return undefined;
}

/** Who is mentioned together where more than two are: by handles, ids of the user groups that this page has heard of, and everybody. */
export const TOGETHER = new Map<string, string>(EVERYBODY.map(name => [name, name]));

/** What a message mentions, as it is sent: ids of users and groups, `all`, `here`, each once. What stands in code mentions nobody. */
export function mentionsIn(
  text: string,
  users: Readonly<Record<string, Profile>>,
  { kind }: Pick<ConversationState, 'kind'>,
): string[] {
  if (!text.includes('@')) return [];
  const byHandle = new Map(kind === 'direct' ? [] : TOGETHER);
  for (const { handle, id } of Object.values(users)) byHandle.set(handle, id);
  const found = partsOf(text)
    .filter(({ code }) => !code)
    .flatMap(({ text }) => cutAtMentions(text, handle => byHandle.get(handle)))
    .flatMap(({ of }) => of ?? []);
  return [...new Set(found)].slice(0, MOST_MENTIONS);
}

/** What of a message says whom it mentions. */
export interface Mentions {
  mentions: readonly string[];
  groups?: readonly MentionedGroup[] | undefined;
}

/** Whom a mention speaks to, and whether one is among them. */
export interface Mentioned {
  whom: Whom;
  own: boolean;
}

/** Whom mentions speak to, by what is written of them: handles, and `all` or `here`. */
export function mentionedBy(
  { mentions, groups = [] }: Mentions,
  users: Readonly<Record<string, Profile>>,
  me: string,
): Map<string, Mentioned> {
  const called = mentions.includes(me);
  return new Map<string, Mentioned>([
    ...mentions.map(id => [users[id]?.handle ?? id, { whom: id, own: isFor(id, me) }] as [string, Mentioned]),
    ...groups.map(group => [group.handle, { whom: group, own: called }] as [string, Mentioned]),
  ]);
}

/** Whether it is oneself who is spoken to. */
export function isFor(mention: string, me: string): boolean {
  return mention === me || mention === 'all' || mention === 'here';
}

const CODE = /^ {0,3}```[\s\S]*?(?:^ {0,3}```|$(?![\s\S]))|(`+)(?:(?!\1)[\s\S])*\1/gm;

/** A text in its parts: code, and what is no code. */
export function partsOf(text: string): { text: string; code: boolean }[] {
  const parts: { text: string; code: boolean }[] = [];
  let done = 0;
  for (const { index, 0: code } of text.matchAll(CODE)) {
    parts.push({ text: text.slice(done, index), code: false }, { text: code, code: true });
    done = index + code.length;
  }
  parts.push({ text: text.slice(done), code: false });
  return parts.filter(part => part.text !== '');
}
