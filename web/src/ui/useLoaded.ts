import { useCallback, useEffect, useState } from 'react';
import { explain } from './explain.ts';

export type Loaded<T> =
  | { state: 'loading' }
  | { state: 'failed'; why: string }
  | { state: 'loaded'; value: T };

/** Loads again whenever `load` changes (keep it stable with `useCallback`); an answer overtaken by a newer call is dropped. */
export function useLoaded<T>(load: () => Promise<T>): [Loaded<T>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt runs the same load again
  useEffect(() => {
    let current = true;
    load().then(
      value => current && setLoaded({ state: 'loaded', value }),
      failure => current && setLoaded({ state: 'failed', why: explain(failure) }),
    );
    return () => {
      current = false;
    };
  }, [load, attempt]);
  return [loaded, useCallback(() => setAttempt(count => count + 1), [])];
}
