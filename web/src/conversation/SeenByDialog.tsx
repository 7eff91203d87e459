import type { ConversationState, ReceiptPage } from '@parley/sdk';
import { useCallback } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { t } from '../language/later.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useLoaded } from '../ui/useLoaded.ts';

interface Props {
  conversation: ConversationState;
  seq: number;
  onClose: () => void;
}

/** Who has read a message of one's own, and who merely has it. It follows along where receipts are live. */
export function SeenByDialog({ conversation, seq, onClose }: Props) {
  const [receipts, again] = useLoaded(useReceipts(conversation, seq));
  return (
    <Dialog title={t('seen.title')} onClose={onClose}>
      <Loading what={receipts} words={t('seen.asking')} again={again}>
        {page => <People {...page} />}
      </Loading>
    </Dialog>
  );
}

function useReceipts({ id, marks }: ConversationState, seq: number): () => Promise<ReceiptPage> {
  const { client, api } = useChat();
  // biome-ignore lint/correctness/useExhaustiveDependencies: moved marks are another answer
  return useCallback(async () => {
    const page = await api.receipts(id, seq);
    client.lookUp(page.receipts.map(({ user }) => user));
    return page;
  }, [api, client, id, seq, marks]);
}

function People({ receipts, next }: ReceiptPage) {
  const read = receipts.filter(receipt => receipt.read);
  const had = receipts.filter(receipt => !receipt.read);
  return (
    <>
      {read.length === 0 && <p className="muted">{t('seen.nobody')}</p>}
      <PeopleList label={t('seen.read')} users={read.map(({ user }) => user)} hideLabel />
      {had.length > 0 && <PeopleList label={t('seen.delivered')} users={had.map(({ user }) => user)} />}
      {next && <p className="muted">{t('seen.more', { count: receipts.length })}</p>}
    </>
  );
}

function PeopleList({
  label,
  users,
  hideLabel = false,
}: {
  label: string;
  users: string[];
  hideLabel?: boolean;
}) {
  const known = useChatState(state => state.users);
  if (users.length === 0) return null;
  return (
    <section aria-label={label}>
      {!hideLabel && <h3 className="muted">{label}</h3>}
      <ul className="picks">
        {users.map(user => (
          <li key={user} className="pick">
            <Avatar id={user} name={nameOf(known, user)} small />
            <span className="pick-name">{nameOf(known, user)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
