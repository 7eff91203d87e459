/** A single word at the end, of any script's letters: somebody may still be typing it. */
const OPEN_WORD = /(^|\s)-?[\p{L}\p{M}\p{N}]+$/u;

/** A filter at the end whose value is still to be typed. */
const OPEN_FILTER = /(^|\s)-?(from|in|before|after|has):$/iu;

/** What is looked for while somebody types: the last word may be the beginning of one, and a filter without a value is none yet. */
export function asTyped(text: string): string {
  const asked = text.replace(OPEN_FILTER, '');
  return OPEN_WORD.test(asked) ? `${asked}*` : asked;
}

export interface Piece {
  /** Where it begins, which tells it from the others. */
  at: number;
  text: string;
  matched: boolean;
}

/** A snippet cut at its highlights. */
export function piecesOf(snippet: string, highlights: readonly { start: number; end: number }[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const cut = (end: number, matched: boolean) => {
    if (end > at) pieces.push({ at, text: snippet.slice(at, end), matched });
    at = Math.max(at, end);
  };
  for (const { start, end } of highlights) {
    cut(start, false);
    cut(end, true);
  }
  cut(snippet.length, false);
  return pieces;
}
