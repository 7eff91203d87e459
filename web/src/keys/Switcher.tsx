import { type ConversationState, type Profile, unread } from '@parley/sdk';
import { type KeyboardEvent, type ReactNode, useCallback, useId, useMemo, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { titleOf } from '../chat/names.ts';
import { t } from '../language/later.ts';
import { usePeople } from '../people/usePeople.ts';
import { navigate, paths } from '../route.ts';
import { Emblem } from '../sidebar/ConversationRow.tsx';
import { listed } from '../sidebar/order.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { explain } from '../ui/explain.ts';
import { useDelayed } from '../ui/useDelayed.ts';
import { useLoaded } from '../ui/useLoaded.ts';
import { ranked } from './fuzzy.ts';

/** More than these nobody reads. */
const SHOWN = 30;

/** Where one may go: a conversation of one's own, a channel that is open to one, or somebody to write to. */
interface Place {
  key: string;
  /** By what it is found. */
  called: string;
  sign: ReactNode;
  name: string;
  /** What going there does, where that is more than to show it. */
  note?: string;
  unread?: number;
  /** Answers with the conversation that is to be shown. */
  go: () => Promise<string>;
}

/** Goes anywhere by a few letters; without any, to where something happened last. */
export function Switcher({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const [error, setError] = useState<string | null>(null);
  const listId = useId();
  const found = usePlaces(typed);

  const go = async (place: Place | undefined) => {
    if (!place) return;
    setError(null);
    try {
      const id = await place.go();
      onClose();
      navigate(paths.conversation(id));
    } catch (failure) {
      setError(explain(failure));
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setActive((active + step + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') void go(found[active]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t('switcher.title')} onClose={onClose}>
      <div className="field">
        <input
          role="combobox"
          aria-label={t('switcher.label')}
          aria-expanded={found.length > 0}
          aria-controls={listId}
          aria-activedescendant={found[active] && `${listId}-${found[active].key}`}
          aria-autocomplete="list"
          autoComplete="off"
          placeholder={t('switcher.hint')}
          value={typed}
          onChange={event => {
            setTyped(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={listId} className="picks" role="listbox" aria-label={t('list.label')}>
        {found.map((place, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox above
          <div
            key={place.key}
            id={`${listId}-${place.key}`}
            ref={index === active ? intoView : undefined}
            className="pick"
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onClick={() => go(place)}
          >
            {place.sign}
            <span className="pick-name">
              <bdi>{place.name}</bdi> {place.note && <bdi className="muted">{place.note}</bdi>}
            </span>
            {Boolean(place.unread) && <span className="badge">{place.unread}</span>}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="hint">{t('switcher.none')}</p>}
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
    </Dialog>
  );
}

/** One's own conversations, and, once something is typed, whom and what else one may go to by that. */
function usePlaces(typed: string): Place[] {
  const { client, api } = useChat();
  const conversations = useChatState(state => state.conversations);
  const appeared = useChatState(state => state.appeared);
  const users = useChatState(state => state.users);
  const { users: people } = usePeople(typed);
  const wanted = useDelayed(typed.trim());
  const [channels] = useLoaded(useCallback(async () => (wanted ? api.channels(wanted) : []), [api, wanted]));
  return useMemo(() => {
    const own = listed({ conversations, appeared });
    const places = own.map((conversation): Place => {
      const name = titleOf(conversation, users);
      const called = `${name} ${conversation.peer?.handle ?? ''}`;
      return { ...placeOf(conversation, name), called, go: async () => conversation.id };
    });
    if (typed.trim() === '') return places.slice(0, SHOWN);
    const peers = new Set(own.map(({ peer }) => peer?.id));
    const strangers = people
      .filter(({ id }) => !peers.has(id))
      .map(
        (user): Place => ({
          ...personOf(user),
          go: async () => {
            client.meet([user]);
            const conversation = await api.create({ kind: 'direct', members: [user.id] });
            client.learn(conversation);
            return conversation.id;
          },
        }),
      );
    const open = channels.state === 'loaded' ? channels.value.filter(({ id }) => !conversations[id]) : [];
    const others = open.map(
      (channel): Place => ({
        ...placeOf(channel, channel.title ?? ''),
        note: t('new.join'),
        unread: 0,
        go: async () => {
          await api.join(channel.id);
          client.learn(await api.conversation(channel.id));
          return channel.id;
        },
      }),
    );
    return ranked([...places, ...strangers, ...others], typed, ({ called }) => called).slice(0, SHOWN);
  }, [client, api, conversations, appeared, users, people, channels, typed]);
}

function placeOf(conversation: ConversationState, name: string) {
  const sign = <Emblem conversation={conversation} />;
  return { key: conversation.id, called: name, sign, name, unread: unread(conversation) };
}

function personOf({ id, name, handle }: Profile) {
  const sign = <Avatar id={id} name={name} />;
  return { key: id, called: `${name} ${handle}`, sign, name, note: `@${handle}` };
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
