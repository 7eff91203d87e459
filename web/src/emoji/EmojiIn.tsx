import { lazy, Suspense } from 'react';
import { persistently } from '../ui/persistently.ts';
import { mayName } from './named.ts';

const Pictured = lazy(() => persistently(() => import('./Pictured.tsx')));

/** A piece of text, with the workspace's emoji as what they look like. Until that is known, or where they are gone, as it was typed. */
export function EmojiIn({ text }: { text: string }) {
  if (!mayName(text)) return text;
  return (
    <Suspense fallback={text}>
      <Pictured text={text} />
    </Suspense>
  );
}
