import { lazy, Suspense } from 'react';
import { persistently } from '../ui/persistently.ts';

const Cards = lazy(() => persistently(() => import('./Cards.tsx')));
const LINK = /(?<!\w)https?:\/\//i;

/** What is behind the links of a message, where the server says so. Nothing of it is loaded before a message has a link. */
export function Previews({ seq, text }: { seq: number; text: string }) {
  if (!LINK.test(text)) return null;
  return (
    <Suspense fallback={null}>
      <Cards seq={seq} text={text} />
    </Suspense>
  );
}
