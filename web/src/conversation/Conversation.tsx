import type { ConversationState, Peer } from '@parley/sdk';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useVisible } from '../chat/attention.ts';
import { useChat, useChatState } from '../chat/client.ts';
import { titleOf } from '../chat/names.ts';
import { Details } from '../details/Details.tsx';
import { t } from '../language/t.ts';
import { BlockedNote } from '../people/BlockedNote.tsx';
import { presenceText } from '../presence/words.ts';
import { closeThread, navigate, paths } from '../route.ts';
import { Search } from '../search/Search.tsx';
import { Emblem } from '../sidebar/ConversationRow.tsx';
import { Back, Glass, People, Pin } from '../ui/icons.tsx';
import { Link } from '../ui/Link.tsx';
import { persistently } from '../ui/persistently.ts';
import { useMinute } from '../ui/useMinute.ts';
import { ActionsProvider, useMessageActions } from './actions.ts';
import { Composer } from './Composer.tsx';
import { ConversationMenu } from './ConversationMenu.tsx';
import { MessageDialog } from './MessageDialog.tsx';
import { Problem } from './Problem.tsx';
import { inThreadAlone, threadOf } from './rows.ts';
import { Timeline } from './Timeline.tsx';
import { TypingLine } from './TypingLine.tsx';

/** Of the page's first visit no part: it is loaded with the first thread that is opened. */
const Thread = lazy(() => persistently(() => import('../thread/Thread.tsx')));

interface Props {
  conversation: ConversationState;
  /** The message that a link leads to. */
  asked: number | undefined;
  /** The root of the thread that is open beside it. */
  thread: number | undefined;
  /** The reply there that a link leads to. */
  reply: number | undefined;
}

export function Conversation({ conversation, asked, thread, reply }: Props) {
  const { client } = useChat();
  const users = useChatState(state => state.users);
  const [membersShown, setMembersShown] = useState(false);
  const [searching, setSearching] = useState(false);
  const { id, kind, members, topic, peer } = conversation;
  const title = titleOf(conversation, users);
  const visible = useVisible();
  const { actions, dialog, problem, forgetProblem, ...writing } = useMessageActions(conversation);
  const showMembers = (shown: boolean) => {
    setMembersShown(shown);
    if (thread !== undefined) closeThread();
  };
  useWayToThread(id, asked);
  useEffect(() => client.open(id), [client, id]);
  useEffect(() => {
    client.focus(visible ? [id] : []);
    return () => client.focus([]);
  }, [client, id, visible]);
  return (
    <ActionsProvider value={actions}>
      <section className="conversation" aria-label={title} data-thread={thread !== undefined}>
        <header className="conversation-header">
          <Link to={paths.home} className="icon-button back" aria-label={t('conversation.back')}>
            <Back />
          </Link>
          <Emblem conversation={conversation} />
          <div className="conversation-title">
            <h1 dir="auto">{title}</h1>
            <span className="muted">
              {kind === 'direct' ? <PeerLine peer={peer} /> : topic || kindText(kind, members)}
            </span>
          </div>
          <button
            type="button"
            className="icon-button"
            aria-label={t('search.this')}
            title={t('search.this')}
            onClick={() => setSearching(true)}
          >
            <Glass />
          </button>
          <button
            type="button"
            className="icon-button roomy"
            aria-label={t('conversation.pins')}
            title={t('conversation.pins')}
            onClick={() => actions.open({ about: 'pins' })}
          >
            <Pin />
          </button>
          {kind !== 'direct' && (
            <button
              type="button"
              className="icon-button counted roomy"
              aria-expanded={membersShown && thread === undefined}
              title={t('conversation.members')}
              onClick={() => showMembers(!membersShown || thread !== undefined)}
            >
              <People />
              <span className="visually-hidden">{t('conversation.membersCounted', { count: members })}</span>
              <span aria-hidden="true">{members}</span>
            </button>
          )}
          <ConversationMenu conversation={conversation} onDetails={() => showMembers(true)} />
        </header>
        <div className="conversation-body">
          <div className="conversation-talk">
            {/* A link to a message begins the timeline anew, at that message. */}
            <Timeline key={asked ?? 'newest'} conversation={conversation} title={title} asked={asked} />
            <TypingLine conversation={id} />
            {problem && <Problem words={problem} onClose={forgetProblem} />}
            {kind === 'direct' && peer && <BlockedNote peer={peer} />}
            <Composer conversation={id} title={title} {...writing} />
          </div>
          {thread !== undefined ? (
            <Suspense fallback={<section className="thread" aria-busy="true" />}>
              <Thread key={thread} conversation={conversation} root={thread} asked={reply} />
            </Suspense>
          ) : (
            membersShown && <Details conversation={conversation} onClose={() => setMembersShown(false)} />
          )}
        </div>
        {dialog && <MessageDialog conversation={conversation} dialog={dialog} />}
        {searching && <Search conversation={id} here onClose={() => setSearching(false)} />}
      </section>
    </ActionsProvider>
  );
}

/** A link to a reply that is in its thread alone leads there. */
function useWayToThread(conversation: string, asked: number | undefined): void {
  const found = useChatState(state => state.logs[conversation]?.entries.find(({ seq }) => seq === asked));
  const thread = found && inThreadAlone(found) ? threadOf(found) : undefined;
  useEffect(() => {
    if (asked !== undefined && thread !== undefined)
      navigate(paths.reply(conversation, thread, asked), 'replace');
  }, [conversation, thread, asked]);
}

function PeerLine({ peer }: { peer: Peer | undefined }) {
  const presence = useChatState(state => state.presence[peer?.id ?? '']);
  const now = useMinute();
  if (!presence) return `@${peer?.handle}`;
  return `${presenceText(presence, now)} · @${peer?.handle}`;
}

function kindText(kind: 'group' | 'channel', members: number): string {
  return t(kind === 'group' ? 'conversation.group' : 'conversation.channel', { count: members });
}
