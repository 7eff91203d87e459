import { t } from '../language/t.ts';
import { Later } from '../ui/Later.tsx';

/** Which of the lists. */
export type List = 'mentions' | 'saved' | 'scheduled';

const load = () => import('./CollectedDialog.tsx');

/** What mentions one, what one saved, and what one has sent later, of all conversations. */
export function Collected({ list, onClose }: { list?: List; onClose: () => void }) {
  return (
    <Later load={load} title={t('collected.title')} onClose={onClose}>
      {({ CollectedDialog }) => <CollectedDialog first={list} onClose={onClose} />}
    </Later>
  );
}
