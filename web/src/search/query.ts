/** A single word at the end, of any script's letters: somebody may still be typing it. */
const OPEN_WORD = /(^|\s)-?[\p{L}\p{M}\p{N}]+$/u;

/** What is looked for while somebody types: the last word may be the beginning of one. */
export function asTyped(text: string): string {
  return OPEN_WORD.test(text) ? `${text}*` : text;
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
