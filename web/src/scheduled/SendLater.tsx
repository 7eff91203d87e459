import { type Context, uuidv7 } from '@parley/sdk';
import { useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useChat, useChatState } from '../chat/client.ts';
import { clockTime, mediumTime, sameDay } from '../chat/time.ts';
import { Collected } from '../collected/Collected.tsx';
import { cleaned, commandIn, room } from '../conversation/text.ts';
import { t } from '../language/later.ts';
import { locale } from '../language/t.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { explain } from '../ui/explain.ts';
import { Menu } from '../ui/Menu.tsx';
import { Clock } from './icons.tsx';
import { TimeField, timeIn } from './TimeField.tsx';
import { fieldOf, usualTimes } from './times.ts';
import './scheduled.css';

export interface Later {
  conversation: string;
  /** As it is typed. */
  text: string;
  /** Whether there is something beside the words. */
  files: boolean;
  /** While what goes with it is not there. */
  busy: boolean;
  /** What is sent for what was typed. */
  write: (text: string) => { text: string; context: Context };
  /** It is kept for its time. */
  onKept: () => void;
  onProblem: (words: string | null) => void;
}

/** Sends what is written at another time: at a usual one, or at any. */
export function SendLater({ conversation, text, files, busy, write, onKept, onProblem }: Later) {
  const { api } = useChat();
  const live = useChatState(state => state.connection.phase === 'live');
  const place = useRef<HTMLSpanElement>(null);
  /** What was tried last, and under which id: its answer may have been lost. */
  const tried = useRef({ what: '', id: '' });
  const [asking, setAsking] = useState(false);
  const [keeping, setKeeping] = useState(false);
  const [kept, setKept] = useState<{ at: Date; composer: Element } | null>(null);
  const [listed, setListed] = useState(false);
  const typed = cleaned(text);
  const ready = live && !busy && !keeping && (typed !== '' || files) && (room(text) ?? 0) >= 0;

  const keep = async (at: Date) => {
    if (commandIn(typed)) return onProblem(t('later.command'));
    setAsking(false);
    setKeeping(true);
    onProblem(null);
    try {
      const message = write(typed);
      const what = JSON.stringify([conversation, message]);
      if (tried.current.what !== what) tried.current = { what, id: uuidv7() };
      const { scheduled } = await api.own();
      const made = await scheduled.make(conversation, message.text, at, message.context, tried.current.id);
      tried.current = { what: '', id: '' };
      const composer = place.current?.closest('.composer');
      composer?.querySelector('textarea')?.focus();
      setKept(composer ? { at: made ? new Date(made.sendAt) : at, composer } : null);
      onKept();
    } catch (failure) {
      onProblem(explain(failure));
    } finally {
      setKeeping(false);
    }
  };
  const label = t(live ? 'later.send' : 'later.offline');
  return (
    <span ref={place} className="later">
      {ready ? (
        <Menu
          label={label}
          className="attach"
          choices={[
            ...usualTimes(new Date()).map(at => ({
              key: at.toISOString(),
              label: nameOf(at),
              onChoose: () => void keep(at),
            })),
            { key: 'other', label: t('later.other'), onChoose: () => setAsking(true) },
          ]}
        >
          <Clock />
        </Menu>
      ) : (
        <button type="button" className="attach" aria-label={label} title={label} disabled>
          <Clock />
        </button>
      )}
      {asking && <AskTime onClose={() => setAsking(false)} onChosen={at => void keep(at)} />}
      {kept &&
        text === '' &&
        createPortal(
          <p className="later-kept" role="status">
            {t('later.kept', { time: mediumTime(kept.at) })}{' '}
            <button type="button" className="link" onClick={() => setListed(true)}>
              {t('later.show')}
            </button>
          </p>,
          kept.composer,
        )}
      {listed && <Collected list="scheduled" onClose={() => setListed(false)} />}
    </span>
  );
}

function AskTime({ onClose, onChosen }: { onClose: () => void; onChosen: (at: Date) => void }) {
  const [field, setField] = useState(() => fieldOf(usualTimes(new Date())[0] ?? new Date()));
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <Dialog title={t('later.send')} onClose={onClose}>
      <form
        className="later-form"
        noValidate
        onSubmit={event => {
          event.preventDefault();
          const time = timeIn(field);
          if (typeof time === 'string') setProblem(time);
          else onChosen(time);
        }}
      >
        <TimeField value={field} onChange={setField} />
        {problem && (
          <p className="form-error" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" className="button primary">
          {t('later.schedule')}
        </button>
      </form>
    </Dialog>
  );
}

/** Today and tomorrow by name, another day by that of the week. */
function nameOf(at: Date): string {
  const now = new Date();
  const time = clockTime(at);
  if (sameDay(at, now)) return t('later.today', { time });
  now.setDate(now.getDate() + 1);
  if (sameDay(at, now)) return t('later.tomorrow', { time });
  return t('later.day', { day: new Intl.DateTimeFormat(locale(), { weekday: 'long' }).format(at), time });
}
