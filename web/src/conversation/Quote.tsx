import type { MessageEntry } from '@parley/sdk';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useChat, useChatState } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { t } from '../language/t.ts';
import { asLine } from '../markdown/asLine.ts';
import { useBlocked } from '../people/useBlocks.ts';
import { navigate, paths } from '../route.ts';
import { Branch } from '../ui/icons.tsx';
import { useActions } from './actions.ts';
import type { Said } from './rows.ts';

/** The message that one answers; a press goes there. */
export function Quote({ said }: { said: Said }) {
  const { conversation } = useActions();
  const users = useChatState(state => state.users);
  const message = useSaid(conversation, said);
  return (
    <button
      type="button"
      className="quote"
      title={t('message.showAnswered')}
      onClick={event => show(event.currentTarget, conversation, said.seq)}
    >
      {message && <strong dir="auto">{nameOf(users, message.from)}</strong>} <Excerpt message={message} />
    </button>
  );
}

/** What the thread is about that a reply of the main timeline belongs to; a press opens it. */
export function InThread({ root }: { root: Said }) {
  const { conversation, openThread } = useActions();
  const message = useSaid(conversation, root);
  return (
    <button type="button" className="quote" onClick={() => openThread?.(root.seq)}>
      <Branch /> {t('thread.replied')} <Excerpt message={message} />
    </button>
  );
}

function Excerpt({ message }: { message: MessageEntry | undefined }) {
  const { folds } = useActions();
  const blocked = useBlocked();
  if (!message) return <em>{t('message.earlier')}</em>;
  if (message.recalled) return <em>{t('message.removed')}</em>;
  if (folds && blocked.has(message.from)) return <em>{t('message.ofBlocked')}</em>;
  return <span dir="auto">{asLine(message.text ?? '')}</span>;
}

/** What is further back than what is held is asked for; where that fails, it is told without its words. */
function useSaid(conversation: string, { seq, message }: Said): MessageEntry | undefined {
  const { client, api } = useChat();
  const [found, setFound] = useState<MessageEntry>();
  const held = message !== undefined;
  useEffect(() => {
    if (held) return;
    let current = true;
    api.messages(conversation, { around: seq, limit: 1 }).then(
      ({ messages, users }) => {
        client.meet(users);
        if (current) setFound(messages.find(one => one.seq === seq));
      },
      () => {},
    );
    return () => {
      current = false;
    };
  }, [api, client, conversation, seq, held]);
  return message ?? found;
}

/** Where it is near enough to be there, it is brought on screen; else the timeline begins anew at it. */
function show(from: HTMLElement, conversation: string, seq: number): void {
  const near = from
    .closest('.timeline, .thread-messages')
    ?.querySelector<HTMLElement>(`.message[data-seq="${seq}"]`);
  if (near) {
    near.scrollIntoView({ block: 'center' });
    near.focus({ preventScroll: true });
    return;
  }
  const there = paths.message(conversation, seq);
  if (location.pathname === there) flushSync(() => navigate(paths.conversation(conversation), 'replace'));
  navigate(there);
}
