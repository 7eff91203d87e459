import type { ReactNode } from 'react';
import { t } from '../language/t.ts';
import { Dialog } from './Dialog.tsx';
import { Loading } from './Loading.tsx';
import { useLoaded } from './useLoaded.ts';

interface Props<T> {
  /** Keep it the same from one time to the next. */
  load: () => Promise<T>;
  title: string;
  onClose: () => void;
  children: (loaded: T) => ReactNode;
}

/** A dialog that the first visit does without: its code is loaded when it is opened first. */
export function Later<T>({ load, title, onClose, children }: Props<T>) {
  const [code, again] = useLoaded(load);
  if (code.state === 'loaded') return children(code.value);
  if (code.state === 'loading') return null;
  return (
    <Dialog title={title} onClose={onClose}>
      <Loading what={code} words={t('message.lookingUp')} again={again}>
        {() => null}
      </Loading>
    </Dialog>
  );
}
