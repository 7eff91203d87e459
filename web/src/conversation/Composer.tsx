import type { Entry } from '@parley/sdk';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { t } from '../language/t.ts';
import { explain } from '../ui/explain.ts';
import { Close } from '../ui/icons.tsx';
import { useActions } from './actions.ts';
import { lastOwnMessage, type Quoted } from './rows.ts';
import { TextBox } from './TextBox.tsx';

interface Props {
  conversation: string;
  title: string;
  /** The message that is being changed; what was begun as a new one waits meanwhile. */
  editing: Quoted | null;
  stopEditing: () => void;
  /** The message that the next one answers. */
  answering: number | null;
  stopAnswering: () => void;
}

export function Composer({ editing, stopEditing, ...drafting }: Props) {
  return (
    <div className="composer">
      {editing ? (
        <Editing key={editing.seq} message={editing} onDone={stopEditing} />
      ) : (
        <Drafting {...drafting} />
      )}
    </div>
  );
}

const NOTHING: readonly Entry[] = [];

/** What is typed survives switching away and reloading. */
function Drafting({ conversation, title, answering, stopAnswering }: Omit<Props, 'editing' | 'stopEditing'>) {
  const { client } = useChat();
  const { startEditing } = useActions();
  const text = useChatState(state => state.drafts[conversation] ?? '');
  const [refused, setRefused] = useState(false);
  const entries = useChatState(state => state.logs[conversation]?.entries ?? NOTHING);
  const box = useAnsweringBox(answering);

  const change = (typed: string) => {
    setRefused(false);
    client.draft(conversation, typed);
    if (typed.trim()) client.typing(conversation);
  };
  const send = (message: string) => {
    try {
      client.post(conversation, message, answering === null ? {} : { replyTo: answering });
      stopAnswering();
    } catch {
      setRefused(true);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && answering !== null) {
      event.preventDefault();
      return stopAnswering();
    }
    if (event.key !== 'ArrowUp' || event.altKey || event.shiftKey || text !== '') return;
    const last = lastOwnMessage(entries, client.get().me.id);
    if (!last) return;
    event.preventDefault();
    startEditing(last);
  };
  return (
    <>
      {answering !== null && <Answering entries={entries} seq={answering} onStop={stopAnswering} />}
      <TextBox
        ref={box}
        text={text}
        label={t('composer.label', { title })}
        placeholder={t('composer.placeholder', { title })}
        autoFocus={matchMedia('(hover: hover)').matches}
        verb={t('composer.send')}
        problem={refused ? t('composer.tooMany') : null}
        onChange={change}
        onSend={send}
        onKeyDown={onKeyDown}
      />
    </>
  );
}

/** The box that one writes in as soon as it is said what is answered. */
export function useAnsweringBox(answering: number | null) {
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (answering !== null) box.current?.focus();
  }, [answering]);
  return box;
}

/** What the next message answers. */
export function Answering({
  entries,
  seq,
  onStop,
}: {
  entries: readonly Entry[];
  seq: number;
  onStop: () => void;
}) {
  const users = useChatState(state => state.users);
  const from = entries.find(entry => entry.seq === seq)?.from;
  return (
    <p className="composer-mode">
      {t('composer.answering', { name: from ? nameOf(users, from) : '…' })}
      <button
        type="button"
        className="icon-button"
        aria-label={t('composer.stopAnswering')}
        title={t('composer.stopAnswering')}
        onClick={onStop}
      >
        <Close />
      </button>
    </p>
  );
}

export function Editing({ message, onDone }: { message: Quoted; onDone: () => void }) {
  const { edit } = useActions();
  const [text, setText] = useState(message.text);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (changed: string) => {
    if (changed === message.text) return onDone();
    setBusy(true);
    setProblem(null);
    try {
      await edit(message.seq, changed);
      onDone();
    } catch (failure) {
      setProblem(explain(failure));
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onDone();
  };
  return (
    <>
      <p className="composer-mode">
        {t('composer.editing')}
        <button
          type="button"
          className="icon-button"
          aria-label={t('composer.stopEditing')}
          title={t('composer.stopEditing')}
          onClick={onDone}
        >
          <Close />
        </button>
      </p>
      <TextBox
        text={text}
        label={t('composer.editLabel')}
        placeholder=""
        autoFocus
        verb={t('composer.save')}
        busy={busy}
        problem={problem}
        onChange={setText}
        onSend={save}
        onKeyDown={onKeyDown}
      />
    </>
  );
}
