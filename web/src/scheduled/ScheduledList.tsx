import { ApiError, type Scheduled, type ScheduledChange } from '@parley/sdk';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { titleOf } from '../chat/names.ts';
import { fullTime, mediumTime } from '../chat/time.ts';
import { Messages } from '../collected/Messages.tsx';
import { usePages } from '../collected/usePages.ts';
import { cleaned, room } from '../conversation/text.ts';
import { t } from '../language/later.ts';
import { channelsIn, withLinks, withoutLinks } from '../mentions/channelLinks.ts';
import { mentionsIn } from '../mentions/mentions.ts';
import { explain } from '../ui/explain.ts';
import { TimeField, timeIn } from './TimeField.tsx';
import { fieldOf } from './times.ts';
import './scheduled.css';

/** What waits to be sent, and what could not be; asked for anew whenever something of it changed, here or elsewhere. */
export function ScheduledList() {
  const { api } = useChat();
  const moved = useChatState(state => state.scheduled);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has moved is another list
  const load = useCallback(
    async (after: string | null) => {
      const { scheduled, next = null } = await (await api.own()).scheduled.list(after);
      return { items: scheduled, next };
    },
    [api, moved],
  );
  const { pages, more } = usePages(load);
  const live = useChatState(state => state.connection.phase === 'live');
  return (
    <>
      {!live && <p className="muted">{t('scheduled.offline')}</p>}
      <Messages pages={pages} more={more} none={t('scheduled.none')}>
        {pages.items.map(message => (
          <Row key={message.id} message={message} live={live} />
        ))}
      </Messages>
    </>
  );
}

function Row({ message, live }: { message: Scheduled; live: boolean }) {
  const { api } = useChat();
  const users = useChatState(state => state.users);
  const conversation = useChatState(state => state.conversations[message.conversation]);
  const [mode, setMode] = useState<'shown' | 'changing' | 'cancelling'>('shown');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const change = useRef<HTMLButtonElement>(null);
  const returning = useRef(false);
  const back = () => {
    returning.current = true;
    setMode('shown');
  };
  useEffect(() => {
    if (!returning.current || mode !== 'shown' || busy) return;
    returning.current = false;
    change.current?.focus();
  }, [mode, busy]);
  /** The list changes once it is done. */
  const attempt = async (deed: 'change' | 'send' | 'cancel', changed: ScheduledChange = {}) => {
    setBusy(true);
    setProblem(null);
    try {
      const { scheduled } = await api.own();
      if (deed === 'change') await scheduled.change(message.id, changed);
      else await scheduled[deed](message.id);
      if (deed === 'change') back();
    } catch (failure) {
      setProblem(whyNot(failure));
    } finally {
      setBusy(false);
    }
  };
  const at = new Date(message.sendAt);
  const off = busy || !live;
  return (
    <li className="hit scheduled" data-failed={Boolean(message.failure)}>
      <p className="hit-head">
        <strong dir="auto">{conversation ? titleOf(conversation, users) : t('scheduled.elsewhere')}</strong>
        {message.thread && <span>{t('scheduled.inThread')}</span>}
        <time dateTime={message.sendAt} title={fullTime(at)}>
          {mediumTime(at)}
        </time>
      </p>
      {mode === 'changing' ? (
        <Changing
          message={message}
          busy={off}
          onSave={changed => void attempt('change', changed)}
          onStop={back}
        />
      ) : (
        <p className="hit-text scheduled-text" dir="auto">
          {withoutLinks(message.text)}
        </p>
      )}
      {message.files.length > 0 && (
        <p className="muted">{t('notices.files', { count: message.files.length })}</p>
      )}
      {message.failure && (
        <p className="form-error">
          {t('scheduled.failed')} {reasonOf(message.failure.code)}
        </p>
      )}
      {problem && (
        <p className="form-error" role="alert">
          {problem}
        </p>
      )}
      {mode === 'shown' && (
        <p className="scheduled-deeds">
          <button
            ref={change}
            type="button"
            className="button"
            disabled={off}
            onClick={() => setMode('changing')}
          >
            {t('scheduled.change')}
          </button>
          <button type="button" className="button" disabled={off} onClick={() => void attempt('send')}>
            {t('scheduled.sendNow')}
          </button>
          <button
            type="button"
            className="button danger"
            disabled={off}
            onClick={() => setMode('cancelling')}
          >
            {t('scheduled.cancel')}
          </button>
        </p>
      )}
      {mode === 'cancelling' && (
        <p className="scheduled-deeds">
          <span>{t('scheduled.reallyCancel')}</span>
          <button
            type="button"
            className="button danger"
            disabled={off}
            // biome-ignore lint/a11y/noAutofocus: it is what the press before asked for
            autoFocus
            onClick={() => void attempt('cancel')}
          >
            {t('scheduled.yesCancel')}
          </button>
          <button type="button" className="button" onClick={back}>
            {t('scheduled.keep')}
          </button>
        </p>
      )}
    </li>
  );
}

interface ChangingProps {
  message: Scheduled;
  busy: boolean;
  onSave: (change: ScheduledChange) => void;
  onStop: () => void;
}

function Changing({ message, busy, onSave, onStop }: ChangingProps) {
  const { client } = useChat();
  const before = { text: withoutLinks(message.text), field: fieldOf(new Date(message.sendAt)) };
  const [text, setText] = useState(before.text);
  const [field, setField] = useState(before.field);
  const [problem, setProblem] = useState<string | null>(null);
  const said = cleaned(text);
  const save = () => {
    // A time that was not touched stays to the second, and may be over.
    const time = field === before.field && !message.failure ? undefined : timeIn(field);
    if (typeof time === 'string') return setProblem(time);
    const { conversations, users } = client.get();
    const conversation = conversations[message.conversation];
    onSave({
      ...(said !== before.text && {
        text: withLinks(said, channelsIn(conversations)),
        ...(conversation && { mentions: mentionsIn(said, users, conversation) }),
      }),
      ...(time && { sendAt: time }),
    });
  };
  return (
    <form
      className="later-form"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        save();
      }}
    >
      <textarea
        rows={3}
        dir="auto"
        aria-label={t('scheduled.text')}
        value={text}
        // biome-ignore lint/a11y/noAutofocus: changing it is to write in it
        autoFocus
        onChange={event => setText(event.target.value)}
      />
      <TimeField value={field} onChange={setField} />
      {problem && (
        <p className="form-error" role="alert">
          {problem}
        </p>
      )}
      <p className="scheduled-deeds">
        <button type="submit" className="button" disabled={busy || said === '' || (room(said) ?? 0) < 0}>
          {t('common.save')}
        </button>
        <button type="button" className="button" onClick={onStop}>
          {t('common.cancel')}
        </button>
      </p>
    </form>
  );
}

/** What the server said when it was due. */
function reasonOf(code: string): string {
  switch (code) {
    case 'not_found':
      return t('scheduled.whyNotThere');
    case 'forbidden':
      return t('scheduled.whyForbidden');
    case 'conflict':
      return t('scheduled.whyGone');
    default:
      return t('scheduled.whyOther');
  }
}

function whyNot(failure: unknown): string {
  if (!(failure instanceof ApiError)) return explain(failure);
  return failure.code === 'not_found' ? t('scheduled.notThere') : explain(failure);
}
