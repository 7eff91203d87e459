import { useChatState } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { Later } from '../ui/Later.tsx';

const load = () => import('./PersonDialog.tsx');

/** Somebody's card. */
export function Person({ id, onClose }: { id: string; onClose: () => void }) {
  const users = useChatState(state => state.users);
  return (
    <Later load={load} title={nameOf(users, id)} onClose={onClose}>
      {({ PersonDialog }) => <PersonDialog id={id} onClose={onClose} />}
    </Later>
  );
}
