import type { Key } from './en.ts';
import { enLater } from './enLater.ts';
import { learn, type Say, t as say } from './t.ts';

learn(enLater);

/** All that the page says, for those parts of it that are loaded later, and bring this along. */
export const t: Say<Key> = say as Say<Key>;
