import type { Pending, Profile } from '@parley/sdk';
import { memo, useState } from 'react';
import { useChat } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { clockTime, fullTime } from '../chat/time.ts';
import { Files } from '../files/Files.tsx';
import { t } from '../language/t.ts';
import { Markdown } from '../markdown/Markdown.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { Pin } from '../ui/icons.tsx';
import { useActions } from './actions.ts';
import { MessageToolbar } from './MessageToolbar.tsx';
import { InThread, Quote } from './Quote.tsx';
import { Reactions } from './Reactions.tsx';
import { type Progress, Receipt } from './Receipt.tsx';
import { RepliesLine } from './RepliesLine.tsx';
import { isWordless, type MessageRow } from './rows.ts';

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

export const Message = memo(function Message({ row, author, progress, asksWhoSaw, flashed }: Props) {
  const { open } = useActions();
  const name = nameOf(author ? { [author.id]: author } : {}, row.from);
  const { leads, recalled, pending, seq, reactions, pinned, files } = row;
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
      data-state={pending?.state ?? 'sent'}
      // Not by entering, which is not told when a dialog that was above goes away.
      onPointerMove={event => setHovered(event.pointerType !== 'touch')}
      onPointerLeave={() => setHovered(false)}
      onFocus={() => setFocused(true)}
      onBlur={event => setFocused(event.currentTarget.contains(event.relatedTarget))}
    >
      {leads ? (
        <>
          <Avatar id={row.from} name={name} />
          <header className="message-head">
            <strong>{name}</strong>
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
      {row.inThread && <InThread root={row.inThread} />}
      {row.answers && <Quote said={row.answers} />}
      {(recalled || !isWordless(row)) && <Words row={row} />}
      {files.length > 0 && <Files files={files} />}
      {reactions.length > 0 && seq !== undefined && <Reactions seq={seq} reactions={reactions} />}
      {row.replies && seq !== undefined && <RepliesLine root={seq} replies={row.replies} />}
      {progress && (
        <Receipt
          progress={progress}
          onSeenBy={asksWhoSaw && seq !== undefined ? () => open({ about: 'seen', seq }) : undefined}
        />
      )}
      {pending?.state === 'failed' && <Failed pending={pending} />}
      {actionable && (hovered || focused) && <MessageToolbar row={{ ...row, seq }} asksWhoSaw={asksWhoSaw} />}
    </article>
  );
});

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
      <Markdown text={text} />
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
