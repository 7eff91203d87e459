import type { ConversationState } from '@parley/sdk';
import { t } from '../language/t.ts';
import { Later } from '../ui/Later.tsx';
import { type MessageDialog as Asked, useActions } from './actions.ts';

const load = () => import('./MessageDialogs.tsx');

/** What asks for a second thought about a message, or tells more of it than fits beside it. */
export function MessageDialog(props: { conversation: ConversationState; dialog: Asked }) {
  const { open } = useActions();
  return (
    <Later load={load} title={t('message.actions')} onClose={() => open(null)}>
      {({ MessageDialogs }) => <MessageDialogs {...props} />}
    </Later>
  );
}
