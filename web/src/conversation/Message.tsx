import type { Pending, Profile } from '@parley/sdk';
import { memo } from 'react';
import { useChat } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { clockTime, fullTime } from '../chat/time.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { type Progress, Receipt } from './Receipt.tsx';
import type { MessageRow } from './rows.ts';

interface Props {
  row: MessageRow;
  author: Profile | undefined;
  /** How far a message of one's own got; undefined for those of others. */
  progress: Progress | undefined;
  /** Asks who has seen it; undefined where the other person is the only one to ask about. */
  onSeenBy: ((seq: number) => void) | undefined;
}

export const Message = memo(function Message({ row, author, progress, onSeenBy }: Props) {
  const name = nameOf(author ? { [author.id]: author } : {}, row.from);
  const { leads, recalled, edited, pending } = row;
  return (
    <article className="message" data-leads={leads} data-state={pending?.state ?? 'sent'}>
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
      <div className="message-text">
        {recalled ? <em className="muted">Message removed</em> : row.text}
        {edited && !recalled && <span className="muted"> (edited)</span>}
      </div>
      {progress && <Receipt progress={progress} seq={row.seq} onSeenBy={onSeenBy} />}
      {pending?.state === 'failed' && <Failed pending={pending} />}
    </article>
  );
});

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
      Not sent{failure?.detail ? `: ${failure.detail}` : '.'}
      <button type="button" className="link" onClick={() => client.retry(id)}>
        Retry
      </button>
      <button type="button" className="link" onClick={() => client.discard(id)}>
        Delete
      </button>
    </div>
  );
}
