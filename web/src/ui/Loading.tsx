import type { ReactNode } from 'react';
import { t } from '../language/t.ts';
import type { Loaded } from './useLoaded.ts';

interface Props<T> {
  what: Loaded<T>;
  /** Said while it loads. */
  words: string;
  again: () => void;
  children: (value: T) => ReactNode;
}

/** What is being loaded, what went wrong with a way to try again, or what was loaded. */
export function Loading<T>({ what, words, again, children }: Props<T>) {
  switch (what.state) {
    case 'loading':
      return <p className="muted">{words}</p>;
    case 'failed':
      return (
        <p className="form-error" role="alert">
          {what.why}{' '}
          <button type="button" className="link" onClick={again}>
            {t('common.tryAgain')}
          </button>
        </p>
      );
    case 'loaded':
      return children(what.value);
  }
}
