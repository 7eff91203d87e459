import { type Pending, type Profile, placeOf } from '@parley/sdk';
import { lazy, memo, Suspense, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { clockTime, fullTime } from '../chat/time.ts';
import { Files } from '../files/Files.tsx';
import { t } from '../language/t.ts';
import { Markdown } from '../markdown/Markdown.tsx';
import { MentionsProvider } from '../mentions/MentionsIn.tsx';
import { isFor } from '../mentions/mentions.ts';
import { useBlocked } from '../people/useBlocks.ts';
import { Previews } from '../previews/Previews.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { Bookmark, Pin } from '../ui/icons.tsx';
import { persistently } from '../ui/persistently.ts';
import { useActions } from './actions.ts';
import { InThread, Quote } from './Quote.tsx';
import { Reactions } from './Reactions.tsx';
import { type Progress, Receipt } from './Receipt.tsx';
import { RepliesLine } from './RepliesLine.tsx';
import { isWordless, type MessageRow } from './rows.ts';

const MessageToolbar = lazy(() => persistently(() => import('./MessageToolbar.tsx')));

interface Props {
  row: MessageRow;
  author: Profile | undefined;
  /** How far a message of one's own got; undefined for those of others. */
  progress: Progress | undefined;
  /** Whether there are several others to ask who has seen it. */
  asksWhoSaw: boolean;
  /** Pointed out, since a link led to it. */
  flashed: boolean;
}

export const Message = memo(function Message(props: Props) {
  const { folds } = useActions();
  const blocked = useBlocked().has(props.row.from) && folds;
  const [shown, setShown] = useState(false);
  if (blocked && !shown) return <Folded row={props.row} onShow={() => setShown(true)} />;
  return <Unfolded {...props} onFold={blocked ? () => setShown(false) : undefined} />;
});

/** What somebody wrote whom one has blocked: there, since others answer it, and not to be seen unless one wants to. */
function Folded({ row, onShow }: { row: MessageRow; onShow: () => void }) {
  return (
    <article
      className="message folded"
      tabIndex={-1}
      aria-label={t('message.ofBlocked')}
      data-seq={row.seq}
      data-leads={row.leads}
    >
      <p className="muted">
        {t('message.ofBlocked')}{' '}
        <button type="button" className="link" onClick={onShow}>
          {t('message.ofBlockedShow')}
        </button>
      </p>
    </article>
  );
}

interface UnfoldedProps extends Props {
  onFold: (() => void) | undefined;
}

function Unfolded({ row, author, progress, asksWhoSaw, flashed, onFold }: UnfoldedProps) {
  const { open, conversation } = useActions();
  const { showPerson } = useChat();
  const me = useChatState(state => state.me.id);
  const name = nameOf(author ? { [author.id]: author } : {}, row.from);
  const { leads, recalled, pending, seq, reactions, pinned, files } = row;
  const saved = useChatState(state => seq !== undefined && state.saved.has(placeOf(conversation, seq)));
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const actionable = seq !== undefined && !recalled && !pending;
  return (
    <article
      className="message"
      tabIndex={-1}
      aria-label={t('message.by', { name, time: clockTime(row.at) })}
      data-seq={seq}
      data-leads={leads}
      data-flashed={flashed}
      data-pinned={pinned}
      data-mentioned={!recalled && row.mentions.some(mention => isFor(mention, me))}
      data-state={pending?.state ?? 'sent'}
      // Not by entering, which is not told when a dialog that was above goes away.
      onPointerMove={event => setHovered(event.pointerType !== 'touch' && !isOfDialog(event.target))}
      onPointerLeave={() => setHovered(false)}
      onFocus={event => setFocused(asksForActions(event.target))}
      onBlur={event => setFocused(event.currentTarget.contains(event.relatedTarget))}
    >
      {leads ? (
        <>
          <Avatar id={row.from} name={name} />
          <header className="message-head">
            <button
              type="button"
              className="message-author"
              tabIndex={-1}
              title={t('message.author', { name })}
              onClick={() => showPerson(row.from)}
            >
              {name}
            </button>
            <Time at={row.at} />
          </header>
        </>
      ) : (
        <Time at={row.at} />
      )}
      {pinned && (
        <p className="pinned-mark">
          <Pin /> {t('message.pinned')}
        </p>
      )}
      {saved && (
        <p className="pinned-mark">
          <Bookmark /> {t('message.saved')}
        </p>
      )}
      {row.inThread && <InThread root={row.inThread} />}
      {row.answers && <Quote said={row.answers} />}
      {(recalled || !isWordless(row)) && <Words row={row} />}
      {files.length > 0 && <Files files={files} />}
      {actionable && <Previews seq={seq} text={row.text} />}
      {reactions.length > 0 && seq !== undefined && <Reactions seq={seq} reactions={reactions} />}
      {row.replies && seq !== undefined && <RepliesLine root={seq} replies={row.replies} />}
      {progress && (
        <Receipt
          progress={progress}
          onSeenBy={asksWhoSaw && seq !== undefined ? () => open({ about: 'seen', seq }) : undefined}
        />
      )}
      {pending?.state === 'failed' && <Failed pending={pending} />}
      {actionable && (hovered || focused) && (
        <Suspense fallback={null}>
          <MessageToolbar row={{ ...row, seq }} asksWhoSaw={asksWhoSaw} />
        </Suspense>
      )}
      {onFold && (
        <button type="button" className="link fold" onClick={onFold}>
          {t('message.ofBlockedHide')}
        </button>
      )}
    </article>
  );
}

/** A dialog that a message has opened is part of it, but lies elsewhere. */
function isOfDialog(target: EventTarget): boolean {
  return target instanceof Element && target.closest('dialog') !== null;
}

/**
 * Focus on the message itself, or by the keyboard on anything in it. What was pressed there has done what it is for: were the actions
 * shown when focus comes back to it, as after a picture was looked at, they would lie over the message above.
 */
function asksForActions(target: Element): boolean {
  return target.matches('.message, .toolbar *, :focus-visible') && !isOfDialog(target);
}

function Words({ row }: { row: MessageRow }) {
  const { open } = useActions();
  const { recalled, removedBy, edited, text, seq } = row;
  if (recalled)
    return (
      <div className="message-text">
        <em className="muted">
          {t(removedBy === 'moderator' ? 'message.removedByModerator' : 'message.removed')}
        </em>
      </div>
    );
  return (
    <div className="message-text">
      <MentionsProvider of={row}>
        <Markdown text={text} />
      </MentionsProvider>
      {edited && seq !== undefined && (
        <>
          {' '}
          <button
            type="button"
            className="edited-mark"
            title={t('message.versions')}
            onClick={() => open({ about: 'versions', seq })}
          >
            {t('message.edited')}
          </button>
        </>
      )}
    </div>
  );
}

function Time({ at }: { at: Date }) {
  return (
    <time dateTime={at.toISOString()} title={fullTime(at)}>
      {clockTime(at)}
    </time>
  );
}

function Failed({ pending }: { pending: Pending }) {
  const { client } = useChat();
  const { id, failure } = pending;
  return (
    <div className="message-failed" role="alert">
      {failure?.detail ? t('message.notSentWhy', { why: failure.detail }) : t('message.notSent')}
      <button type="button" className="link" onClick={() => client.retry(id)}>
        {t('message.retry')}
      </button>
      <button type="button" className="link" onClick={() => client.discard(id)}>
        {t('message.delete')}
      </button>
    </div>
  );
}
