import { type ConversationState, tickedBelow } from '@parley/sdk';
import { useMemo } from 'react';
import { useChatState } from '../chat/client.ts';
import { Announcer } from '../conversation/Announcer.tsx';
import { ActionsProvider, useMessageActions } from '../conversation/actions.ts';
import { MessageDialog } from '../conversation/MessageDialog.tsx';
import { Problem } from '../conversation/Problem.tsx';
import { type Row, threadRowsOf } from '../conversation/rows.ts';
import { OlderState, TimelineRow, throughMessages } from '../conversation/Timeline.tsx';
import { t } from '../language/later.ts';
import type { ThreadProps } from './Thread.tsx';
import { ThreadComposer } from './ThreadComposer.tsx';
import { useShownReplies } from './useShownReplies.ts';
import { type ThreadSource, useThread } from './useThread.ts';
import { useThreadMarker, useUnreadAfter } from './useThreadMarker.ts';
import { useThreadScroll } from './useThreadScroll.ts';

/** A thread from the message that it is about to its newest reply, and where one replies. */
export function ThreadBody({ conversation, root, asked }: ThreadProps) {
  const { actions, dialog, problem, forgetProblem, ...writing } = useMessageActions(conversation, root);
  const source = useThread(conversation.id, root);
  const unreadAfter = useUnreadAfter(conversation.id, root);
  const pending = useChatState(state => state.pending);
  const me = useChatState(state => state.me.id);
  const rows = useMemo(() => {
    const here = pending.filter(message => message.conversation === conversation.id);
    return threadRowsOf(root, source.entries, here, me, unreadAfter);
  }, [conversation.id, root, source.entries, pending, me, unreadAfter]);
  if (source.state === 'loaded' && !rows.root) return <p className="placeholder">{t('thread.notHere')}</p>;
  return (
    <ActionsProvider value={actions}>
      <Messages conversation={conversation} thread={root} source={source} {...rows} asked={asked} />
      {problem && <Problem words={problem} onClose={forgetProblem} />}
      {rows.root?.recalled ? (
        <p className="thread-closed muted">{t('thread.closed')}</p>
      ) : (
        <ThreadComposer conversation={conversation} root={root} entries={source.entries} {...writing} />
      )}
      {dialog && <MessageDialog conversation={conversation} dialog={dialog} />}
      <Announcer entries={source.entries} thread={root} />
    </ActionsProvider>
  );
}

interface MessagesProps extends ReturnType<typeof threadRowsOf> {
  conversation: ConversationState;
  thread: number;
  source: ThreadSource;
  asked: number | undefined;
}

function Messages({ conversation, thread, source, root, replies, asked }: MessagesProps) {
  const me = useChatState(state => state.me.id);
  const ticked = useTickedInThread(conversation);
  const { shown, hasOlder, older } = useShownReplies(replies, source, asked);
  const scroll = useThreadScroll(shown, me, asked);
  const newest = replies.findLast(row => row.type === 'message' && row.seq !== undefined);
  useThreadMarker(
    conversation.id,
    thread,
    newest?.type === 'message' ? newest.seq : undefined,
    source.state === 'loaded' && scroll.seesNewest,
  );
  const count = replies.filter(row => row.type === 'message').length;
  const row = (row: Row) => (
    <TimelineRow
      key={row.key}
      row={row}
      ticked={ticked}
      me={me}
      asksWhoSaw={false}
      flashed={row.type === 'message' && row.seq !== undefined && row.seq === asked}
    />
  );
  return (
    <div
      ref={scroll.box}
      className="thread-messages"
      role="log"
      aria-live="off"
      aria-label={t('thread.label')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it
      tabIndex={0}
      onKeyDown={throughMessages}
      onScroll={scroll.look}
    >
      <div ref={scroll.content}>
        {root && row(root)}
        {source.state === 'loading' && <p className="beginning">{t('thread.loading')}</p>}
        {source.state === 'failed' && <OlderState failed retry={source.again} />}
        {root && count > 0 && !hasOlder && (
          <p className="thread-count muted">{t('thread.replies', { count })}</p>
        )}
        {hasOlder && <Older source={source} older={older} />}
        {shown.map(row)}
        {source.state === 'loaded' && count === 0 && <p className="thread-none muted">{t('thread.none')}</p>}
      </div>
    </div>
  );
}

function Older({ source, older }: { source: ThreadSource; older: () => void }) {
  if (source.olderState === 'loading') return <OlderState failed={false} retry={older} />;
  if (source.olderState === 'failed') return <OlderState failed retry={older} />;
  return (
    <p className="beginning">
      <button type="button" className="link" onClick={older}>
        {t('thread.older')}
      </button>
    </p>
  );
}

/** Who has read the conversation need not have opened the thread: of its replies no more is said than that they arrived. */
function useTickedInThread(conversation: ConversationState) {
  return useMemo(() => {
    const ticked = tickedBelow(conversation);
    return ticked && { ...ticked, read: 0 };
  }, [conversation]);
}
