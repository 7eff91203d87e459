import type { ClientState } from '@parley/sdk';
import { partsOf } from './mentions.ts';

/** A channel by its name and its id. */
export interface ChannelName {
  id: string;
  title: string;
}

/** How a link to a channel stands in a message: Markdown, so that any client can follow it. No title is longer, escaped or not. */
const LINK = /\[#((?:\\.|[^\]\\]){1,200})\]\(\/c\/[\w-]+\)/g;

/** One that is spoken of; where a word begins, and not within the text of a link. */
const SPOKEN_OF = /(?<![\p{L}\p{N}_#&/[])#/gu;

/** Those that one is in. */
export function channelsIn(conversations: ClientState['conversations']): ChannelName[] {
  return Object.values(conversations).flatMap(({ id, kind, title }) =>
    kind === 'channel' && title ? { id, title } : [],
  );
}

export function channelLink({ id, title }: ChannelName): string {
  return `[#${title.replace(/[\\[\]]/g, '\\$&')}](/c/${id})`;
}

/** Makes links of the channels that a text names; of two names that fit, the longer one counts. */
export function withLinks(text: string, channels: readonly ChannelName[]): string {
  if (!text.includes('#')) return text;
  const named = channels.toSorted((a, b) => b.title.length - a.title.length);
  return partsOf(text)
    .map(part => (part.code ? part.text : linked(part.text, named)))
    .join('');
}

/** As it was typed: what `withLinks` made is undone. */
export function withoutLinks(text: string): string {
  return text.includes('](/c/')
    ? text.replace(LINK, (_, title: string) => `#${title.replace(/\\(.)/g, '$1')}`)
    : text;
}

function linked(text: string, named: readonly ChannelName[]): string {
  let made = '';
  let done = 0;
  for (const { index } of text.matchAll(SPOKEN_OF)) {
    if (index < done) continue;
    const channel = named.find(({ title }) => names(text, index + 1, title));
    if (!channel) continue;
    made += text.slice(done, index) + channelLink(channel);
    done = index + 1 + channel.title.length;
  }
  return made + text.slice(done);
}

function names(text: string, at: number, title: string): boolean {
  const end = at + title.length;
  const here = text.slice(at, end);
  return here.toLowerCase() === title.toLowerCase() && !/^[\p{L}\p{N}_]/u.test(text.slice(end));
}
