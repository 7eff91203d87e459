import { t } from '../language/t.ts';
import { Later } from '../ui/Later.tsx';

export interface SearchProps {
  /** The conversation on screen, to which the search can be kept. */
  conversation: string | null;
  /** Whether it begins with that conversation alone. */
  here: boolean;
  onClose: () => void;
}

const load = () => import('./SearchDialog.tsx');

export function Search(props: SearchProps) {
  return (
    <Later load={load} title={t('search.title')} onClose={props.onClose}>
      {({ SearchDialog }) => <SearchDialog {...props} />}
    </Later>
  );
}
