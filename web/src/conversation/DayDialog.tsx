import type { ConversationState } from '@parley/sdk';
import { useState } from 'react';
import { useChat } from '../chat/client.ts';
import { t } from '../language/later.ts';
import { navigate, paths } from '../route.ts';
import { Around } from '../search/Around.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { explain } from '../ui/explain.ts';
import { Field } from '../ui/Field.tsx';
import { useSubmit } from '../ui/useSubmit.ts';
import { firstSince } from './firstSince.ts';
import { MAX_BACK_ASKED } from './useBeginning.ts';

interface Props {
  conversation: ConversationState;
  onClose: () => void;
}

/** Goes to the first message of a day, or of the next one on which something was said. */
export function DayDialog({ conversation, onClose }: Props) {
  const { api } = useChat();
  const [told, tell] = useState<'none' | { far: number } | null>(null);
  const { id, head } = conversation;
  const form = useSubmit(async values => {
    tell(null);
    const seq = await firstSince(api, conversation, startOf(values('day')));
    if (seq === null) return tell('none');
    if (head - seq > MAX_BACK_ASKED) return tell({ far: seq });
    onClose();
    navigate(paths.message(id, seq));
  }, explain);
  return (
    <Dialog title={t('conversation.day')} onClose={onClose}>
      <form className="form" onSubmit={form.onSubmit}>
        <Field
          label={t('day.day')}
          name="day"
          type="date"
          required
          min="2000-01-01"
          max={dayOf(new Date())}
          defaultValue={dayOf(new Date())}
        />
        {form.error && (
          <p className="form-error" role="alert">
            {form.error}
          </p>
        )}
        <p role="status" className="hint">
          {told === 'none' && t('day.none')}
          {told !== null && told !== 'none' && t('day.far')}
        </p>
        {told !== null && told !== 'none' && <Around key={told.far} conversation={id} seq={told.far} />}
        <button type="submit" className="button primary" disabled={form.busy}>
          {t('day.go')}
        </button>
      </form>
    </Dialog>
  );
}

/** Days are the reader's own, not the server's. */
function startOf(day: string): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
}

function dayOf(at: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
