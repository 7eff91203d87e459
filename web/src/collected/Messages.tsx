import type { ReactNode } from 'react';
import { t } from '../language/later.ts';
import type { Pages } from './usePages.ts';

interface Props {
  pages: Pages<unknown>;
  more: () => void;
  none: string;
  children: ReactNode;
}

/** A list page by page, and what to say of it while it is empty, loading or could not be loaded. */
export function Messages({ pages: { state, items, next, why }, more, none, children }: Props) {
  return (
    <>
      <p className="search-state" role="status">
        {state === 'loading' && t('collected.loading')}
        {state === 'loaded' && items.length === 0 && none}
      </p>
      {items.length > 0 && <ul className="hits">{children}</ul>}
      {state === 'failed' && (
        <p className="form-error" role="alert">
          {why}{' '}
          <button type="button" className="link" onClick={more}>
            {t('common.tryAgain')}
          </button>
        </p>
      )}
      {state !== 'failed' && next !== null && (
        <button type="button" className="button" disabled={state === 'loading'} onClick={more}>
          {t('search.more')}
        </button>
      )}
    </>
  );
}
