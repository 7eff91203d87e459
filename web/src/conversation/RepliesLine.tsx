import { draftKey, unreadInThread } from '@parley/sdk';
import { useChatState } from '../chat/client.ts';
import { listOf, nameOf } from '../chat/names.ts';
import { shortTime } from '../chat/time.ts';
import { t } from '../language/t.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { useActions } from './actions.ts';
import type { Replies } from './rows.ts';

const SHOWN = 3;

/** The thread under a message: who wrote in it, how much, and when last. A press opens it. */
export function RepliesLine({ root, replies }: { root: number; replies: Replies }) {
  const { conversation, openThread } = useActions();
  const unread = useChatState(state => unreadInThread(state.threads[draftKey(conversation, root)]));
  const users = useChatState(state => state.users);
  const { count, lastAt, people, unsent } = replies;
  const names = people.slice(0, SHOWN).map(user => nameOf(users, user));
  if (people.length > SHOWN) names.push(t('emoji.more', { count: people.length - SHOWN }));
  return (
    <button type="button" className="replies" title={listOf(names)} onClick={() => openThread?.(root)}>
      {people.slice(0, SHOWN).map(user => (
        <Avatar key={user} id={user} name={nameOf(users, user)} small />
      ))}
      {count > 0 && (
        <>
          <span className="replies-count">{t('thread.replies', { count })}</span>{' '}
          <span className="visually-hidden">{t('thread.by', { names: listOf(names) })}</span>{' '}
          <span className="muted">{t('thread.last', { time: shortTime(lastAt) })}</span>
        </>
      )}{' '}
      {unread > 0 && (
        <span className="badge">
          {unread > 999 ? '999+' : unread}
          <span className="visually-hidden"> {t('list.unread')}</span>
        </span>
      )}
      {unsent > 0 && <span className="replies-unsent">{t('thread.unsent', { count: unsent })}</span>}
    </button>
  );
}
