import { t } from '../language/later.ts';
import { paths } from '../route.ts';
import { Back } from '../ui/icons.tsx';
import { Link } from '../ui/Link.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useLoaded } from '../ui/useLoaded.ts';

/** Of the page's first visit no part, as a thread itself is none. */
const load = () => import('./ThreadsList.tsx');

/** The threads that one follows, from all conversations. */
export default function Threads() {
  const [list, again] = useLoaded(load);
  return (
    <section className="threads" aria-label={t('threads.title')}>
      <header className="conversation-header">
        <Link to={paths.home} className="icon-button back" aria-label={t('conversation.back')}>
          <Back />
        </Link>
        <div className="conversation-title">
          <h1>{t('threads.title')}</h1>
        </div>
      </header>
      <Loading what={list} words={t('threads.loading')} again={again}>
        {({ ThreadsList }) => <ThreadsList />}
      </Loading>
    </section>
  );
}
