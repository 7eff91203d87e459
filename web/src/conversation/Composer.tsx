import { type KeyboardEvent, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
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
  onEdited: () => void;
}

export function Composer({ conversation, title, editing, onEdited }: Props) {
  return (
    <div className="composer">
      {editing ? (
        <Editing key={editing.seq} message={editing} onDone={onEdited} />
      ) : (
        <Drafting conversation={conversation} title={title} />
      )}
    </div>
  );
}

/** What is typed survives switching away and reloading. */
function Drafting({ conversation, title }: { conversation: string; title: string }) {
  const { client } = useChat();
  const { startEditing } = useActions();
  const text = useChatState(state => state.drafts[conversation] ?? '');
  const [refused, setRefused] = useState(false);

  const change = (typed: string) => {
    setRefused(false);
    client.draft(conversation, typed);
    if (typed.trim()) client.typing(conversation);
  };
  const send = (message: string) => {
    try {
      client.post(conversation, message);
    } catch {
      setRefused(true);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' || event.altKey || event.shiftKey || text !== '') return;
    const { logs, me } = client.get();
    const last = lastOwnMessage(logs[conversation]?.entries ?? [], me.id);
    if (!last) return;
    event.preventDefault();
    startEditing(last);
  };
  return (
    <TextBox
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
  );
}

function Editing({ message, onDone }: { message: Quoted; onDone: () => void }) {
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
