import type { Whom } from '../chat/client.ts';
import { GroupDialog } from '../groups/GroupDialog.tsx';
import { PersonDialog } from './PersonDialog.tsx';

/** Says whom a mention speaks to. */
export function Card({ whom, onClose }: { whom: Whom; onClose: () => void }) {
  return typeof whom === 'string' ? (
    <PersonDialog key={whom} id={whom} onClose={onClose} />
  ) : (
    <GroupDialog group={whom} onClose={onClose} />
  );
}
