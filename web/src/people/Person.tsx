import { useChatState, type Whom } from '../chat/client.ts';
import { nameOf } from '../chat/names.ts';
import { Later } from '../ui/Later.tsx';

const load = () => import('./Card.tsx');

/** Somebody's card, or a group's. */
export function Person({ whom, onClose }: { whom: Whom; onClose: () => void }) {
  const users = useChatState(state => state.users);
  return (
    <Later
      load={load}
      title={typeof whom === 'string' ? nameOf(users, whom) : `@${whom.handle}`}
      onClose={onClose}
    >
      {({ Card }) => <Card whom={whom} onClose={onClose} />}
    </Later>
  );
}
