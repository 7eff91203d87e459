import { type ConversationState, tickedBelow, unread } from '@parley/sdk';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { Virtualizer } from 'virtua';
import { useChat, useChatState } from '../chat/client.ts';
import { dayName } from '../chat/time.ts';
import { t } from '../language/t.ts';
import { historyEntry } from '../route.ts';
import { Down } from '../ui/icons.tsx';
import { Announcer } from './Announcer.tsx';
import { Message } from './Message.tsx';
import { keepPlace, type Place, placeAt, seqOf } from './places.ts';
import { progressOf } from './Receipt.tsx';
import { type Row, rowsOf } from './rows.ts';
import { systemText } from './systemText.ts';
import { useBeginning } from './useBeginning.ts';
import { useReadMarker } from './useReadMarker.ts';
import { HEADER_PX, type Hold, usePrepended, useTimelineScroll } from './useTimelineScroll.ts';

/** So much is kept ready above and below what is on screen. */
const BUFFER_PX = 800;

interface Props {
  conversation: ConversationState;
  title: string;
  /** The message to show first, by a link to it. */
  asked: number | undefined;
}

export function Timeline({ conversation, title, asked }: Props) {
  const { client } = useChat();
  const { id, kind } = conversation;
  const log = useChatState(state => state.logs[id]);
  const me = useChatState(state => state.me.id);
  const [readWhenOpened] = useState(conversation.read);
  const rows = useRows(conversation, readWhenOpened);
  const ticked = useMemo(() => tickedBelow(conversation), [conversation]);

  const oldest = log?.entries[0]?.seq ?? 0;
  const hasOlder = log !== undefined && oldest > log.first;
  const entry = historyEntry();
  const [before] = useState(() => placeAt(entry, id));
  const begin = useBeginning(conversation, log, rows, readWhenOpened, asked, before);
  const scroll = useTimelineScroll({
    rows,
    begin,
    nearTop: () => {
      if (hasOlder && !log.loading && !log.failed) void client.older(id);
    },
    onHold: hold => keepPlace(entry, placeOf(id, hold, rows)),
  });
  const shift = usePrepended(rows, oldest);
  useReadMarker(id, scroll.atBottom);

  return (
    <div className="timeline-frame">
      <div
        ref={scroll.box}
        className="timeline"
        role="log"
        aria-live="off"
        aria-label={t('timeline.label', { title })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it
        tabIndex={0}
        data-begun={scroll.begun}
        onKeyDown={throughMessages}
        onScroll={scroll.look}
      >
        <div className="timeline-header">
          {hasOlder ? (
            <OlderState failed={log.failed} retry={() => client.older(id)} />
          ) : (
            log && oldest > 0 && <p className="beginning">{t('timeline.beginning')}</p>
          )}
        </div>
        <Virtualizer
          ref={scroll.list}
          data={rows}
          shift={shift}
          startMargin={HEADER_PX}
          bufferSize={BUFFER_PX}
          onResize={scroll.keep}
        >
          {row => (
            <TimelineRow
              key={row.key}
              row={row}
              ticked={ticked}
              me={me}
              asksWhoSaw={kind !== 'direct'}
              flashed={row.type === 'message' && row.seq !== undefined && row.seq === asked}
            />
          )}
        </Virtualizer>
      </div>
      {!scroll.begun && log?.loading && <p className="placeholder over">{t('timeline.loading')}</p>}
      {!oldest && log?.failed && <p className="placeholder over">{t('timeline.failed')}</p>}
      {scroll.begun && !scroll.atBottom && (
        <button type="button" className="jump" onClick={scroll.toBottom}>
          <Down />
          {unread(conversation) > 0
            ? t('timeline.newCounted', { count: unread(conversation) })
            : t('timeline.latest')}
        </button>
      )}
      <Announcer entries={log?.entries} />
    </div>
  );
}

/** Nothing where one is at the newest: whoever comes back there begins as with any opening. */
function placeOf(conversation: string, hold: Hold, rows: readonly Row[]): Place | null {
  if (hold.at === 'newest') return null;
  const index = rows.findIndex(({ key }) => key === hold.key);
  const seq = seqAt(rows, index);
  return seq === undefined ? null : { conversation, top: hold.top, key: hold.key, seq };
}

/** Of the row itself, or of the next one that has a number. */
function seqAt(rows: readonly Row[], index: number): number | undefined {
  for (let at = Math.max(0, index); at < rows.length; at++) {
    const row = rows[at];
    const seq = row && seqOf(row);
    if (seq !== undefined) return seq;
  }
  return undefined;
}

function useRows({ id, kind }: ConversationState, readWhenOpened: number): Row[] {
  const entries = useChatState(state => state.logs[id]?.entries);
  const allPending = useChatState(state => state.pending);
  const me = useChatState(state => state.me.id);
  return useMemo(() => {
    const pending = allPending.filter(message => message.conversation === id);
    const shown = (entries ?? []).filter(entry => kind !== 'direct' || entry.kind !== 'joined');
    return rowsOf(shown, pending, me, readWhenOpened);
  }, [entries, allPending, id, kind, me, readWhenOpened]);
}

/** Up and down go from message to message, Enter to what can be done with one. */
export function throughMessages(event: KeyboardEvent<HTMLDivElement>): void {
  const at = document.activeElement;
  const onMessage = at?.matches('.message');
  if (at !== event.currentTarget && !onMessage) return;
  const messages = [...event.currentTarget.querySelectorAll<HTMLElement>('.message')];
  const next = nextOf(event.key, messages, onMessage ? messages.indexOf(at as HTMLElement) : messages.length);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function nextOf(key: string, messages: HTMLElement[], at: number): HTMLElement | null | undefined {
  switch (key) {
    case 'ArrowUp':
      return messages[at - 1];
    case 'ArrowDown':
      return messages[at + 1];
    case 'Enter':
      return messages[at]?.querySelector<HTMLElement>('.toolbar button');
    default:
      return null;
  }
}

export function OlderState({ failed, retry }: { failed: boolean; retry: () => void }) {
  if (!failed) return <p className="beginning">{t('timeline.olderLoading')}</p>;
  return (
    <p className="beginning">
      {t('timeline.olderFailed')}{' '}
      <button type="button" className="link" onClick={retry}>
        {t('common.tryAgain')}
      </button>
    </p>
  );
}

interface RowProps {
  row: Row;
  ticked: ReturnType<typeof tickedBelow>;
  me: string;
  asksWhoSaw: boolean;
  flashed: boolean;
}

export function TimelineRow({ row, ticked, me, asksWhoSaw, flashed }: RowProps) {
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
          <span>{t('timeline.new')}</span>
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
          asksWhoSaw={asksWhoSaw}
          flashed={flashed}
        />
      );
  }
}
