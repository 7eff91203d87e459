import type { Pending } from '@parley/sdk';
import type { ReactNode } from 'react';
import type { FirstKey } from '../language/en.ts';
import { t } from '../language/t.ts';
import { Clock, Eye, Tick, Ticks } from '../ui/icons.tsx';

/** `posted` where only asking tells who has it: in channels and large groups. */
export type Progress = 'sending' | 'sent' | 'delivered' | 'read' | 'posted';

const looks: Record<Progress, { icon: ReactNode; words: FirstKey }> = {
  sending: { icon: <Clock />, words: 'message.sending' },
  sent: { icon: <Tick />, words: 'message.sent' },
  delivered: { icon: <Ticks />, words: 'message.delivered' },
  read: { icon: <Ticks />, words: 'message.read' },
  posted: { icon: <Eye />, words: 'message.sent' },
};

/** `ticked` is up to where all others have it, or null where that is not told. */
export function progressOf(
  row: { seq?: number; pending?: Pending },
  ticked: { delivered: number; read: number } | null,
): Progress | undefined {
  if (row.pending?.state === 'failed') return undefined;
  const seq = row.seq ?? row.pending?.seq;
  if (seq === undefined) return 'sending';
  if (!ticked) return 'posted';
  if (seq <= ticked.read) return 'read';
  return seq <= ticked.delivered ? 'delivered' : 'sent';
}

interface Props {
  progress: Progress;
  /** Asks by name who has seen it, where there are several others. */
  onSeenBy: (() => void) | undefined;
}

/** How far a message of one's own got: in a picture, in words, and, where there are several others, by name on demand. */
export function Receipt({ progress, onSeenBy }: Props) {
  const { icon, words } = looks[progress];
  if (!onSeenBy)
    return (
      <span className="receipt" data-progress={progress} title={t(words)}>
        {progress !== 'posted' && icon}
        <span className="visually-hidden">{t(words)}</span>
      </span>
    );
  return (
    <button
      type="button"
      className="receipt"
      data-progress={progress}
      title={t('message.seenByOf', { state: t(words) })}
      onClick={onSeenBy}
    >
      {icon}
      <span className="visually-hidden">{t('message.seenByOf', { state: t(words) })}</span>
    </button>
  );
}
