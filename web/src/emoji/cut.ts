/** A name between its colons, where it is no part of a word, of a time (10:30:00) or of more colons. */
const NAMED = /(?<![\p{L}\p{N}:]):([a-z0-9_+-]{2,32}):(?![\p{L}\p{N}:])/gu;

/** A text in pieces: as it stands, or the name of an emoji. */
export type Piece = { at: number; text: string; name?: string };

/** Cuts a text at what is written as the name of an emoji, known or not. */
export function cutAtEmoji(text: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { index, 0: written, 1: name = '' } of text.matchAll(NAMED)) {
    if (index > done) pieces.push({ at: done, text: text.slice(done, index) });
    pieces.push({ at: index, text: written, name });
    done = index + written.length;
  }
  if (done < text.length) pieces.push({ at: done, text: text.slice(done) });
  return pieces;
}
