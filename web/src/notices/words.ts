import type { NoticeRule } from '@parley/sdk';
import type { Key } from '../language/en.ts';

export const RULES: { rule: NoticeRule; words: Key }[] = [
  { rule: 'all', words: 'notices.all' },
  { rule: 'mentions', words: 'notices.mentions' },
  { rule: 'none', words: 'notices.none' },
];
