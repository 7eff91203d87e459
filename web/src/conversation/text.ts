/** The protocol's limit of one message; its other one, 64,000 bytes of UTF-8, cannot be passed within it. */
export const MAX_CODE_POINTS = 16_000;
export const COUNT_SHOWN_BELOW = 500;

/** What is sent for what was typed: no blank ends, and nothing that the protocol refuses as text. */
export function cleaned(typed: string): string {
  return typed.replaceAll('\0', '').toWellFormed().trim();
}

/** How many characters may still follow; negative when it is too long, null while that is far off. */
export function room(text: string): number | null {
  if (text.length <= MAX_CODE_POINTS - COUNT_SHOWN_BELOW) return null;
  const left = MAX_CODE_POINTS - [...text].length;
  return left < COUNT_SHOWN_BELOW ? left : null;
}

/** What one asks the page to do instead of saying it. */
export interface Typed {
  command: string;
  /** What stands behind it. */
  rest: string;
}

/** A text that begins with a slash and a word; a path (/a/b) is none, nor is what begins with a backslash. */
export function commandIn(text: string): Typed | null {
  const [, command, rest = ''] = /^\/([a-z]+)(?:\s+([\s\S]*))?$/.exec(text) ?? [];
  return command ? { command, rest: rest.trim() } : null;
}
