import { t } from '../language/t.ts';
import { Later } from '../ui/Later.tsx';

const load = () => import('./CollectedDialog.tsx');

/** What mentions one, and what one saved, of all conversations. */
export function Collected({ onClose }: { onClose: () => void }) {
  return (
    <Later load={load} title={t('collected.title')} onClose={onClose}>
      {({ CollectedDialog }) => <CollectedDialog onClose={onClose} />}
    </Later>
  );
}
