import type { ClientState, ConversationState, GroupSummary, Profile } from '@parley/sdk';
import { type ReactNode, useCallback, useEffect, useMemo } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { EMOJI } from '../conversation/emoji.ts';
import { Picture } from '../emoji/Picture.tsx';
import { useEmoji } from '../emoji/useEmoji.ts';
import { useGroups } from '../groups/useGroups.ts';
import { ranked } from '../keys/fuzzy.ts';
import { t } from '../language/later.ts';
import { channelLink } from '../mentions/channelLinks.ts';
import { EVERYBODY } from '../mentions/mentions.ts';
import { useBlocked } from '../people/useBlocks.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Hash, People } from '../ui/icons.tsx';
import { useDelayed } from '../ui/useDelayed.ts';
import { useLoaded } from '../ui/useLoaded.ts';
import { COMMANDS } from './commands.ts';
import { MORE_EMOJI } from './moreEmoji.ts';
import type { Trigger } from './trigger.ts';

/** What may take the place of what was typed. */
export interface Offer {
  key: string;
  /** What stands in the text then. */
  name: string;
  sign: ReactNode;
  label: string;
  detail: string;
  /** Something has to follow: written out it is not to be sent yet. */
  open?: boolean;
}

/** More than these nobody reads. */
const SHOWN = 8;

export function useOffers({ kind, typed }: Trigger, id: string): Offer[] {
  const conversation = useChatState(state => state.conversations[id]);
  const people = usePeople(conversation, kind === 'person' ? typed : null);
  const channels = useChannels(kind === 'channel' ? typed : null);
  const [emoji, ofWorkspace] = useEmoji();
  useEffect(() => {
    if (kind === 'emoji') emoji.want();
  }, [emoji, kind]);
  return useMemo(() => {
    if (!conversation) return [];
    switch (kind) {
      case 'person':
        return people;
      case 'channel':
        return channels;
      case 'emoji':
        return emojiCalled(typed, ofWorkspace);
      case 'command':
        return commandsIn(conversation, typed);
    }
  }, [kind, typed, conversation, people, channels, ofWorkspace]);
}

/** Who has not been asked for is not looked up. */
const NOBODY: Profile[] = [];

/** The members, those who wrote last first, and then everybody at once. Of more than a page of members those are looked up who are called so. */
function usePeople(conversation: ConversationState | undefined, typed: string | null): Offer[] {
  const { client, api } = useChat();
  const users = useChatState(state => state.users);
  const me = useChatState(state => state.me.id);
  const entries = useChatState(state => state.logs[conversation?.id ?? '']?.entries);
  const blocked = useBlocked();
  const asked = typed !== null;
  const { id, kind, peer, members = 0 } = conversation ?? {};
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new count is a new list
  const load = useCallback(async () => {
    if (!id || !asked || kind === 'direct') return { users: NOBODY, next: null };
    const page = await api.members(id);
    client.meet(page.users);
    return page;
  }, [api, client, id, kind, asked, members]);
  const [loaded] = useLoaded(load);
  const beyond = loaded.state === 'loaded' && Boolean(loaded.value.next);
  const groups = useGroups(asked && kind !== 'direct');
  const wanted = useDelayed(typed ?? '');
  const [called] = useLoaded(
    useCallback(async () => {
      const found = beyond && wanted ? await api.findUsers(wanted) : NOBODY;
      client.meet(found);
      return found;
    }, [api, client, beyond, wanted]),
  );
  return useMemo(() => {
    if (typed === null) return [];
    const wrote = [...new Set((entries ?? []).toReversed().map(({ from }) => from))];
    const here = [
      // Where nobody answers, those are offered who wrote.
      ...wrote.flatMap(user => users[user] ?? []),
      ...(kind === 'direct' && peer ? [peer] : []),
      ...(loaded.state === 'loaded' ? loaded.value.users : []),
      ...(called.state === 'loaded' ? called.value : []),
    ].filter(user => user.id !== me && !('deleted' in user && user.deleted) && !blocked.has(user.id));
    const each = [...new Map(here.map(user => [user.id, user])).values()];
    const offers = [
      ...each.map(user => ({ of: user, offer: personOffer(user) })),
      ...groups.map(group => ({ of: group, offer: groupOffer(group) })),
    ];
    const found = ranked(offers, typed, ({ of: { handle, name } }) => `${handle} ${name}`).map(
      ({ offer }) => offer,
    );
    const all = kind === 'direct' ? [] : EVERYBODY.filter(name => name.startsWith(typed.toLowerCase()));
    return [...found.slice(0, SHOWN - all.length), ...all.map(everybodyOffer)];
  }, [typed, entries, users, me, kind, peer, loaded, called, groups, blocked]);
}

function personOffer({ id, handle, name }: Pick<Profile, 'id' | 'handle' | 'name'>): Offer {
  const sign = <Avatar id={id} name={name} small />;
  return { key: id, name: `@${handle}`, sign, label: name, detail: `@${handle}` };
}

function groupOffer({ id, handle, name, members }: GroupSummary): Offer {
  const sign = (
    <span className="completion-sign">
      <People />
    </span>
  );
  const detail = `@${handle} · ${t('new.members', { count: members })}`;
  return { key: id, name: `@${handle}`, sign, label: name, detail };
}

function everybodyOffer(name: string): Offer {
  const sign = (
    <span className="completion-sign">
      <People />
    </span>
  );
  return {
    key: name,
    name: `@${name}`,
    sign,
    label: `@${name}`,
    detail: t(name === 'here' ? 'complete.here' : 'complete.everybody'),
  };
}

/** One's own channels, and those of the directory that are called so. */
function useChannels(typed: string | null): Offer[] {
  const { api } = useChat();
  const conversations = useChatState(state => state.conversations);
  const wanted = useDelayed(typed ?? '');
  const asked = typed !== null;
  const [listed] = useLoaded(
    useCallback(async () => (asked ? api.channels(wanted) : []), [api, asked, wanted]),
  );
  return useMemo(() => {
    if (typed === null) return [];
    const others = listed.state === 'loaded' ? listed.value.filter(({ id }) => !conversations[id]) : [];
    const all = [...channelsOf(conversations), ...others];
    return ranked(all, typed, ({ title }) => title ?? '')
      .slice(0, SHOWN)
      .map(channel => channelOffer(channel, channel.id in conversations));
  }, [typed, listed, conversations]);
}

function channelsOf(conversations: ClientState['conversations']): ConversationState[] {
  return Object.values(conversations).filter(({ kind }) => kind === 'channel');
}

/** A channel of one's own is known by its name when the message is sent; of another the link itself is written. */
function channelOffer({ id, title, topic }: ConversationState, joined: boolean): Offer {
  const sign = (
    <span className="completion-sign">
      <Hash />
    </span>
  );
  const called = title ?? '';
  const name = joined ? `#${called}` : channelLink({ id, title: called });
  return { key: id, name, sign, label: called, detail: topic ?? '' };
}

function emojiCalled(typed: string, ofWorkspace: ReadonlyMap<string, string>): Offer[] {
  const wanted = typed.replaceAll('_', ' ');
  const named = [...ofWorkspace].map(([name, picture]) => ({ name, emoji: `:${name}:`, picture }));
  const all = [...EMOJI, ...MORE_EMOJI].map(([emoji, name]) => ({ name, emoji, picture: null }));
  return ranked([...named, ...all], wanted, ({ name }) => name.replaceAll('_', ' '))
    .slice(0, SHOWN)
    .map(({ name, emoji, picture }) => ({
      key: emoji,
      name: emoji,
      sign: (
        <span className="completion-sign">
          {picture === null ? emoji : <Picture name={name} picture={picture} />}
        </span>
      ),
      label: `:${name.replaceAll(' ', '_')}:`,
      detail: '',
    }));
}

function commandsIn(conversation: ConversationState, typed: string): Offer[] {
  return COMMANDS.filter(({ name, may }) => name.startsWith(typed) && may(conversation)).map(
    ({ name, takes, needs = false, does }) => ({
      key: name,
      open: needs,
      name: `/${name}`,
      sign: <span className="completion-sign">/</span>,
      label: `/${name}${takes ? ` ${t(takes)}` : ''}`,
      detail: t(does),
    }),
  );
}
