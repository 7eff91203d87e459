import { type Context, draftKey, type Entry } from '@parley/sdk';
import { type KeyboardEvent, lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { useUploads } from '../files/useUploads.ts';
import { t } from '../language/t.ts';
import { channelsIn, withLinks, withoutLinks } from '../mentions/channelLinks.ts';
import { mentionsIn } from '../mentions/mentions.ts';
import { explain } from '../ui/explain.ts';
import { Close } from '../ui/icons.tsx';
import { persistently } from '../ui/persistently.ts';
import { useActions } from './actions.ts';
import { lastOwnMessage, type Quoted } from './rows.ts';
import { TextBox } from './TextBox.tsx';
import { commandIn, type Typed } from './text.ts';

const Beside = lazy(() => persistently(() => import('./Beside.tsx')));
const Chips = lazy(() => persistently(() => import('../files/Chips.tsx')));

/** What one writes of other messages, as `useMessageActions` has it. */
export interface Writing {
  /** The message that is being changed; what was begun as a new one waits meanwhile. */
  editing: Quoted | null;
  stopEditing: () => void;
  /** The message that the next one answers. */
  answering: number | null;
  stopAnswering: () => void;
}

const NOTHING: readonly Entry[] = [];

/** Where one writes in a conversation. */
export function Composer({
  conversation,
  title,
  ...writing
}: Writing & { conversation: string; title: string }) {
  const entries = useChatState(state => state.logs[conversation]?.entries ?? NOTHING);
  return (
    <ComposerOf
      conversation={conversation}
      context={{}}
      entries={entries}
      label={t('composer.label', { title })}
      placeholder={t('composer.placeholder', { title })}
      verb={t('composer.send')}
      {...writing}
    />
  );
}

interface DraftingProps extends Pick<Writing, 'answering' | 'stopAnswering'> {
  conversation: string;
  /** Where what is written stands; a thread has a draft of its own. */
  context: Context;
  entries: readonly Entry[];
  label: string;
  placeholder: string;
  verb: string;
  onSent?: () => void;
  /** What one chooses for a new message, below it. */
  children?: ReactNode;
}

/** Where one writes, in a conversation or in one of its threads. */
export function ComposerOf({ editing, stopEditing, ...drafting }: Writing & DraftingProps) {
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

/** What is typed survives switching away and reloading. */
function Drafting({ conversation, context, entries, answering, stopAnswering, ...props }: DraftingProps) {
  const chat = useChat();
  const { client } = chat;
  const { startEditing } = useActions();
  const { thread } = context;
  const place = draftKey(conversation, thread);
  const text = useChatState(state => state.drafts[place] ?? '');
  const { uploads, attached } = useUploads(place);
  const [problem, setProblem] = useState<string | null>(null);
  const [running, setRunning] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (answering !== null) box.current?.focus();
  }, [answering]);

  const change = (typed: string) => {
    setProblem(null);
    client.draft(conversation, typed, thread);
    if (thread === undefined && typed.trim()) client.typing(conversation);
  };
  const send = (message: string) => {
    const command = commandIn(message);
    if (command) void run(command);
    else post(message);
  };
  const run = async (command: Typed) => {
    setRunning(true);
    setProblem(null);
    const { runCommand } = await persistently(() => import('../complete/commands.ts'));
    const outcome = await runCommand(command, conversation, chat);
    setRunning(false);
    if ('problem' in outcome) setProblem(outcome.problem);
    else if ('say' in outcome) post(outcome.say);
    else if (client.get().drafts[place] === text) client.draft(conversation, '', thread);
  };
  const write = (message: string) => {
    const { conversations, users } = client.get();
    const state = conversations[conversation];
    return {
      text: withLinks(message, channelsIn(conversations)),
      context: {
        ...context,
        ...(answering !== null && { replyTo: answering }),
        mentions: state ? mentionsIn(message, users, state) : [],
        files: attached.flatMap(({ file }) => file ?? []),
      },
    };
  };
  const written = () => {
    uploads?.clear();
    setProblem(null);
    stopAnswering();
    props.onSent?.();
  };
  const post = (message: string) => {
    try {
      const { text, context } = write(message);
      client.post(conversation, text, context);
      written();
    } catch {
      setProblem(t('composer.tooMany'));
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && answering !== null) {
      event.preventDefault();
      return stopAnswering();
    }
    if (event.key !== 'ArrowUp' || event.altKey || event.shiftKey || text !== '') return;
    const last = lastOwnMessage(entries, client.get().me.id, thread);
    if (!last) return;
    event.preventDefault();
    startEditing(last);
  };
  const busy = running || attached.some(({ state }) => state !== 'there');
  return (
    <>
      {answering !== null && <Answering entries={entries} seq={answering} onStop={stopAnswering} />}
      {uploads && attached.length > 0 && (
        <Suspense fallback={null}>
          <Chips uploads={uploads} attached={attached} />
        </Suspense>
      )}
      <TextBox
        ref={box}
        text={text}
        label={props.label}
        placeholder={props.placeholder}
        autoFocus={matchMedia('(hover: hover)').matches}
        verb={props.verb}
        busy={busy}
        completes={conversation}
        optional={attached.length > 0}
        problem={problem}
        onChange={change}
        onSend={send}
        onKeyDown={onKeyDown}
      >
        <Suspense fallback={<span className="attach-place" />}>
          <Beside
            box={box}
            onChange={change}
            conversation={conversation}
            text={text}
            files={attached.length > 0}
            busy={busy}
            uploads={uploads}
            write={write}
            onKept={() => {
              if (client.get().drafts[place] === text) client.draft(conversation, '', thread);
              written();
            }}
            onProblem={setProblem}
          />
        </Suspense>
      </TextBox>
      {props.children}
    </>
  );
}

/** What the next message answers. */
function Answering({ entries, seq, onStop }: { entries: readonly Entry[]; seq: number; onStop: () => void }) {
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

function Editing({ message, onDone }: { message: Quoted; onDone: () => void }) {
  const { edit } = useActions();
  const { client } = useChat();
  const before = withoutLinks(message.text);
  const [text, setText] = useState(before);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (changed: string) => {
    if (changed === before) return onDone();
    setBusy(true);
    setProblem(null);
    try {
      await edit(message.seq, withLinks(changed, channelsIn(client.get().conversations)));
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
