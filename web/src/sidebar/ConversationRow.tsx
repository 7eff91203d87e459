import { type ClientState, type ConversationState, isMuted, unread } from '@parley/sdk';
import { useChatState } from '../chat/client.ts';
import { nameOf, titleOf } from '../chat/names.ts';
import { shortTime } from '../chat/time.ts';
import { typingText } from '../conversation/TypingLine.tsx';
import { t } from '../language/t.ts';
import { asLine } from '../markdown/asLine.ts';
import { MutedBell } from '../notices/icons.tsx';
import { useBlocked } from '../people/useBlocks.ts';
import { WithPresence } from '../presence/Dot.tsx';
import { paths } from '../route.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Hash, People } from '../ui/icons.tsx';
import { Link } from '../ui/Link.tsx';

interface Props {
  conversation: ConversationState;
  users: ClientState['users'];
  selected: boolean;
}

export function ConversationRow({ now, ...props }: Props & { now: Date }) {
  const { conversation, users, selected } = props;
  const muted = isMuted(conversation, now);
  const count = unread(conversation);
  const { id, last } = conversation;
  return (
    <li>
      <Link
        to={paths.conversation(id)}
        className="conversation-row"
        data-unread={count > 0 && (!muted || conversation.mentions > 0)}
        aria-current={selected ? 'page' : undefined}
      >
        <Emblem conversation={conversation} />
        <span className="row-title" dir="auto">
          {titleOf(conversation, users)}
        </span>
        {last && <time dateTime={last.at}>{shortTime(new Date(last.at))}</time>}
        <span className="row-preview">
          <Preview {...props} />
        </span>
        {(muted || count > 0) && (
          <span className="row-marks">
            {muted && <MutedBell />}
            {muted && <span className="visually-hidden">{t('notices.muted')}</span>}
            {count > 0 && (
              <span className="badge" data-muted={muted} data-mention={conversation.mentions > 0}>
                {count > 999 ? '999+' : count}
                <span className="visually-hidden"> {t('list.unread')}</span>
              </span>
            )}
          </span>
        )}
      </Link>
    </li>
  );
}

export function Emblem({ conversation }: { conversation: ConversationState }) {
  const { kind, peer } = conversation;
  if (kind === 'direct')
    return (
      <WithPresence user={peer?.id ?? ''}>
        <Avatar id={peer?.id ?? ''} name={titleOf(conversation)} />
      </WithPresence>
    );
  return <span className="avatar emblem">{kind === 'channel' ? <Hash /> : <People />}</span>;
}

function Preview({ conversation, users, selected }: Props) {
  const me = useChatState(state => state.me.id);
  const typing = useChatState(state => state.typing[conversation.id]);
  const draft = useChatState(state => state.drafts[conversation.id]);
  const { kind, last, members } = conversation;
  const blocked = useBlocked();
  if (typing)
    return (
      <em>{kind === 'direct' ? t('list.typing') : typingText(typing.map(user => nameOf(users, user)))}</em>
    );
  if (draft && !selected)
    return (
      <>
        <span className="draft-mark">{t('list.draft')} </span>
        <span dir="auto">{asLine(draft)}</span>
      </>
    );
  if (last?.kind !== 'message')
    return <span>{kind === 'direct' ? t('list.sayHello') : t('list.nothingSaid', { count: members })}</span>;
  if (last.recalled) return <span>{t('list.removed')}</span>;
  if (kind !== 'direct' && blocked.has(last.from)) return <span>{t('message.ofBlocked')}</span>;
  const name =
    last.from === me ? t('list.you') : kind === 'direct' ? null : firstName(nameOf(users, last.from));
  return (
    <>
      {name && <bdi>{t('list.said', { name, text: '' })}</bdi>}
      <span dir="auto">{asLine(last.text ?? '')}</span>
    </>
  );
}

function firstName(name: string): string {
  return name.split(' ', 1)[0] ?? name;
}
