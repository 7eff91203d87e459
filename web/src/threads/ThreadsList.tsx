import { draftKey, type Entry, type FollowedThread, unreadInThread } from '@parley/sdk';
import { useChatState } from '../chat/client.ts';
import { nameOf, titleOf } from '../chat/names.ts';
import { shortTime } from '../chat/time.ts';
import { t } from '../language/later.ts';
import { asLine } from '../markdown/asLine.ts';
import { paths } from '../route.ts';
import { Link } from '../ui/Link.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useFollowed } from './useFollowed.ts';

/** Those with something unread first, then the others, each the newest first. */
export function ThreadsList() {
  const known = useChatState(state => state.threads);
  const [found, again] = useFollowed();
  const unreadOf = ({ state }: FollowedThread) =>
    unreadInThread(known[draftKey(state.conversation, state.thread)]);
  return (
    <Loading what={found} words={t('threads.loading')} again={again}>
      {({ threads }) => {
        const followed = threads.filter(
          ({ state }) => known[draftKey(state.conversation, state.thread)]?.following ?? true,
        );
        if (followed.length === 0) return <p className="placeholder">{t('threads.none')}</p>;
        const unreadFirst = followed.toSorted(
          (one, other) => Number(unreadOf(other) > 0) - Number(unreadOf(one) > 0),
        );
        return (
          <ul className="threads-list">
            {unreadFirst.map(one => (
              <ThreadRow
                key={draftKey(one.state.conversation, one.state.thread)}
                followed={one}
                unread={unreadOf(one)}
              />
            ))}
          </ul>
        );
      }}
    </Loading>
  );
}

function ThreadRow({ followed, unread }: { followed: FollowedThread; unread: number }) {
  const { state, root, newest } = followed;
  const conversation = useChatState(chat => chat.conversations[state.conversation]);
  const users = useChatState(chat => chat.users);
  if (!conversation) return null;
  const at = (newest ?? root).at;
  return (
    <li>
      <Link
        to={paths.thread(state.conversation, state.thread)}
        className="threads-row"
        data-unread={unread > 0}
      >
        <span className="threads-where muted" dir="auto">
          {titleOf(conversation, users)}
        </span>
        <time className="muted" dateTime={at}>
          {shortTime(new Date(at))}
        </time>
        <Line message={root} className="threads-root" />
        {unread > 0 && (
          <span className="badge" data-mention={state.mentions > 0}>
            {unread > 999 ? '999+' : unread}
            <span className="visually-hidden"> {t('list.unread')}</span>
          </span>
        )}
        {newest && <Line message={newest} className="threads-newest muted" />}
      </Link>
    </li>
  );
}

function Line({ message, className }: { message: Entry; className: string }) {
  const users = useChatState(state => state.users);
  const me = useChatState(state => state.me.id);
  const text =
    message.kind === 'message' && !message.recalled ? asLine(message.text ?? '') : t('list.removed');
  const name = message.from === me ? t('list.you') : nameOf(users, message.from);
  return (
    <span className={className} dir="auto">
      {t('list.said', { name, text })}
    </span>
  );
}
