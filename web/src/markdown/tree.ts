/**
 * What a message can look like: nothing else can come out of it, whatever went in. No HTML is ever made of a message, so there
 * is none to be cleaned.
 */
export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'strong' | 'em' | 'del'; of: Inline[] }
  | { kind: 'link'; href: string; of: Inline[] }
  | { kind: 'break' };

export type Block =
  | { kind: 'paragraph'; of: Inline[] }
  | { kind: 'heading'; of: Inline[] }
  | { kind: 'quote'; of: Block[] }
  | { kind: 'list'; start: number | null; items: Block[][] }
  | { kind: 'code'; text: string }
  | { kind: 'table'; rows: Inline[][][] }
  | { kind: 'rule' };

/** What the worker says once it runs, before it answers. */
export const READY = 'ready';
export type FromWorker = typeof READY | Block[];
