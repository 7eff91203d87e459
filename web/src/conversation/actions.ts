import { type ConversationState, uuidv7 } from '@parley/sdk';
import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { openThread, paths } from '../route.ts';
import { explain } from '../ui/explain.ts';
import type { MessageRow, Quoted } from './rows.ts';

/** What one may ask of a message, by where it stands. The server has the last word; `problem` shows it. */
export interface MessageActions {
  conversation: string;
  react: (seq: number, emoji: string, on: boolean) => void;
  pin: (seq: number, on: boolean) => void;
  /** For oneself. */
  save: (seq: number, on: boolean) => void;
  edit: (seq: number, text: string) => Promise<void>;
  recall: (seq: number) => void;
  mayEdit: (row: MessageRow) => boolean;
  mayRecall: (row: MessageRow) => boolean;
  mayPin: boolean;
  /** Whether what blocked people write is folded away: not where one is alone with them. */
  folds: boolean;
  linkTo: (seq: number) => string;
  /** Not where one is in a thread already. */
  openThread?: (root: number) => void;
  /** The root of the thread that a message stands in, or begins. */
  threadOf: (row: MessageRow) => number | undefined;
  follow: (root: number, on: boolean) => void;
  /** Has the next message answer this one in line. */
  answer: (seq: number) => void;
  /** Opens what asks or tells more. */
  open: (dialog: MessageDialog | null) => void;
  /** Takes a message into the composer. */
  startEditing: (message: Quoted) => void;
}

export type MessageDialog = { about: 'recall' | 'versions' | 'seen'; seq: number } | { about: 'pins' };

const ActionsContext = createContext<MessageActions | null>(null);

export const ActionsProvider = ActionsContext.Provider;

export function useActions(): MessageActions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error('useActions is for components below ActionsProvider');
  return actions;
}

/** In a conversation, or in one thread of it. */
export function useMessageActions({ id, kind, role }: ConversationState, thread?: number) {
  const { api, client } = useChat();
  const me = useChatState(state => state.me.id);
  const [problem, setProblem] = useState<string | null>(null);
  const [dialog, open] = useState<MessageDialog | null>(null);
  const [editing, startEditing] = useState<Quoted | null>(null);
  const [answering, answer] = useState<number | null>(null);
  const attempt = useCallback((work: Promise<void>) => {
    setProblem(null);
    work.catch(failure => setProblem(explain(failure)));
  }, []);
  const leads = role !== 'member';
  const actions = useMemo<MessageActions>(
    () => ({
      conversation: id,
      react: (seq, emoji, on) => attempt(api.react(id, seq, emoji, on)),
      pin: (seq, on) => attempt(api.pin(id, seq, on)),
      save: (seq, on) => attempt(client.save(id, seq, on)),
      edit: (seq, text) => api.edit(id, seq, uuidv7(), text),
      recall: seq => attempt(api.recall(id, seq)),
      mayEdit: row => row.from === me && row.seq !== undefined && !row.recalled,
      mayRecall: row => (row.from === me || leads) && row.seq !== undefined && !row.recalled,
      linkTo: seq =>
        location.origin + (thread === undefined ? paths.message(id, seq) : paths.reply(id, thread, seq)),
      ...(thread === undefined && { openThread }),
      threadOf: row => thread ?? row.inThread?.seq ?? row.seq,
      follow: (root, on) => attempt(client.follow(id, root, on)),
      answer,
      mayPin: kind !== 'channel' || leads,
      folds: kind !== 'direct',
      open,
      startEditing,
    }),
    [api, client, id, kind, leads, me, attempt, thread],
  );
  return {
    actions,
    dialog,
    problem,
    forgetProblem: () => setProblem(null),
    editing,
    stopEditing: useCallback(() => startEditing(null), []),
    answering,
    stopAnswering: useCallback(() => answer(null), []),
  };
}
