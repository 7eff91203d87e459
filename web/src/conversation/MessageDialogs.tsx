import type { ConversationState, Entry } from '@parley/sdk';
import { useCallback } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { fullTime } from '../chat/time.ts';
import type { Key } from '../language/en.ts';
import { t } from '../language/later.ts';
import { Markdown } from '../markdown/Markdown.tsx';
import { paths } from '../route.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Link } from '../ui/Link.tsx';
import { Loading } from '../ui/Loading.tsx';
import { SureDialog } from '../ui/SureDialog.tsx';
import { useLoaded } from '../ui/useLoaded.ts';
import { type MessageDialog, useActions } from './actions.ts';
import { SeenByDialog } from './SeenByDialog.tsx';

interface Props {
  conversation: ConversationState;
  dialog: MessageDialog;
}

export function MessageDialogs({ conversation, dialog }: Props) {
  const { open } = useActions();
  const onClose = () => open(null);
  switch (dialog.about) {
    case 'recall':
      return <RecallDialog seq={dialog.seq} onClose={onClose} />;
    case 'versions':
      return <VersionsDialog conversation={conversation.id} seq={dialog.seq} onClose={onClose} />;
    case 'seen':
      return <SeenByDialog conversation={conversation} seq={dialog.seq} onClose={onClose} />;
    case 'pins':
      return <PinsDialog conversation={conversation} onClose={onClose} />;
  }
}

function RecallDialog({ seq, onClose }: { seq: number; onClose: () => void }) {
  const { recall } = useActions();
  return (
    <SureDialog
      title={t('message.removeSure')}
      what={t('message.removeWhat')}
      verb={t('message.removeNow')}
      keep={t('message.keep')}
      onAnswer={sure => {
        if (sure) recall(seq);
        onClose();
      }}
    />
  );
}

function VersionsDialog({
  conversation,
  seq,
  onClose,
}: {
  conversation: string;
  seq: number;
  onClose: () => void;
}) {
  const { api } = useChat();
  const [versions, again] = useLoaded(
    useCallback(() => api.versions(conversation, seq), [api, conversation, seq]),
  );
  return (
    <Dialog title={t('message.versions')} onClose={onClose}>
      <Loading what={versions} words={t('message.lookingUp')} again={again}>
        {entries => (
          <ol className="versions">
            {entries.toReversed().map((entry, index) => (
              <li key={entry.seq}>
                <p className="muted">
                  {t(ageOf(index, entries.length), { time: fullTime(new Date(entry.at)) })}
                </p>
                <div className="quoted message-text">
                  <Markdown text={textOf(entry)} />
                </div>
              </li>
            ))}
          </ol>
        )}
      </Loading>
    </Dialog>
  );
}

function ageOf(index: number, count: number): Key {
  if (index === 0) return 'message.now';
  return index === count - 1 ? 'message.first' : 'message.then';
}

function textOf(entry: Entry): string {
  return entry.kind === 'message' || entry.kind === 'edited' ? (entry.text ?? '') : '';
}

/** What is pinned is asked for anew whenever the log tells of a change that may concern it. */
function PinsDialog({ conversation, onClose }: { conversation: ConversationState; onClose: () => void }) {
  const { client, api } = useChat();
  const { pin, mayPin } = useActions();
  const { id } = conversation;
  const users = useChatState(state => state.users);
  const changed = useChatState(
    state => state.logs[id]?.entries.findLast(({ kind }) => kind === 'pinned' || kind === 'recalled')?.seq,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another change is another list
  const load = useCallback(async () => {
    const page = await api.pinned(id);
    client.meet(page.users);
    return page.messages;
  }, [api, client, id, changed]);
  const [pinned, again] = useLoaded(load);
  return (
    <Dialog title={t('conversation.pins')} onClose={onClose}>
      <Loading what={pinned} words={t('pins.loading')} again={again}>
        {messages =>
          messages.length === 0 ? (
            <p className="muted">{t('pins.none')}</p>
          ) : (
            <ul className="versions">
              {messages.toReversed().map(({ seq, from, at, text }) => (
                <li key={seq}>
                  <p className="muted">
                    {t('pins.said', { name: nameOf(users, from), time: fullTime(new Date(at)) })}
                  </p>
                  <div className="quoted message-text">
                    <Markdown text={text ?? ''} />
                  </div>
                  <Link to={paths.message(id, seq)} onClick={onClose}>
                    {t('pins.show')}
                  </Link>{' '}
                  {mayPin && (
                    <button type="button" className="link" onClick={() => pin(seq, false)}>
                      {t('message.unpin')}
                    </button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loading>
    </Dialog>
  );
}
