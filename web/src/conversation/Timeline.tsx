import { type ConversationState, tickedBelow, unread } from '@parley/sdk';
import { useMemo, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { dayName } from '../chat/time.ts';
import { Down } from '../ui/icons.tsx';
import { Message } from './Message.tsx';
import { progressOf } from './Receipt.tsx';
import { type Row, rowsOf } from './rows.ts';
import { SeenByDialog } from './SeenByDialog.tsx';
import { systemText } from './systemText.ts';
import { useReadMarker } from './useReadMarker.ts';
import { useTimelineScroll } from './useTimelineScroll.ts';

export function Timeline({ conversation, title }: { conversation: ConversationState; title: string }) {
  const { client } = useChat();
  const { id, kind } = conversation;
  const log = useChatState(state => state.logs[id]);
  const me = useChatState(state => state.me.id);
  const allPending = useChatState(state => state.pending);
  const [readWhenOpened] = useState(conversation.read);
  const rows = useMemo(() => {
    const pending = allPending.filter(message => message.conversation === id);
    const entries = (log?.entries ?? []).filter(entry => kind !== 'direct' || entry.kind !== 'joined');
    return rowsOf(entries, pending, me, readWhenOpened);
  }, [log?.entries, allPending, id, kind, me, readWhenOpened]);

  const ticked = useMemo(() => tickedBelow(conversation), [conversation]);
  const [seenBy, setSeenBy] = useState<number | null>(null);

  const oldest = log?.entries[0]?.seq ?? 0;
  const hasOlder = log !== undefined && oldest > log.first;
  const scroll = useTimelineScroll(rows, oldest, () => {
    if (hasOlder && !log.loading && !log.failed) void client.older(id);
  });
  useReadMarker(id, scroll.atBottom);

  return (
    <div className="timeline-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it */}
      <div className="timeline" role="log" aria-label={`Messages: ${title}`} tabIndex={0} {...scroll.props}>
        {hasOlder ? (
          <OlderState failed={log.failed} retry={() => client.older(id)} />
        ) : (
          log && oldest > 0 && <p className="beginning">This is where the conversation begins.</p>
        )}
        {!oldest && log?.loading && <p className="placeholder">Loading messages…</p>}
        {!oldest && log?.failed && (
          <p className="placeholder">The messages cannot be loaded. Trying again…</p>
        )}
        {rows.map(row => (
          <TimelineRow
            key={row.key}
            row={row}
            ticked={ticked}
            me={me}
            onSeenBy={kind === 'direct' ? undefined : setSeenBy}
          />
        ))}
      </div>
      {!scroll.atBottom && (
        <button type="button" className="jump" onClick={scroll.toBottom}>
          <Down />
          {unread(conversation) > 0 ? `${unread(conversation)} new` : 'Latest'}
        </button>
      )}
      {seenBy !== null && (
        <SeenByDialog conversation={conversation} seq={seenBy} onClose={() => setSeenBy(null)} />
      )}
    </div>
  );
}

function OlderState({ failed, retry }: { failed: boolean; retry: () => void }) {
  if (!failed) return <p className="beginning">Loading older messages…</p>;
  return (
    <p className="beginning">
      Older messages cannot be loaded.{' '}
      <button type="button" className="link" onClick={retry}>
        Try again
      </button>
    </p>
  );
}

interface RowProps {
  row: Row;
  ticked: ReturnType<typeof tickedBelow>;
  me: string;
  onSeenBy: ((seq: number) => void) | undefined;
}

function TimelineRow({ row, ticked, me, onSeenBy }: RowProps) {
  const users = useChatState(state => state.users);
  switch (row.type) {
    case 'day':
      return (
        <div className="separator">
          <span>{dayName(row.at)}</span>
        </div>
      );
    case 'unread':
      return (
        <div className="separator unread">
          <span>New</span>
        </div>
      );
    case 'system':
      return <p className="system">{systemText(row.entry, users)}</p>;
    case 'message':
      return (
        <Message
          row={row}
          author={users[row.from]}
          progress={row.from === me && !row.recalled ? progressOf(row, ticked) : undefined}
          onSeenBy={onSeenBy}
        />
      );
  }
}
