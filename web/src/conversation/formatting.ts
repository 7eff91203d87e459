const MARKS: Record<string, string> = { b: '**', i: '_', 'shift+x': '~~' };

/** The Markdown marks that a key puts around what is selected. */
export function marksFor({
  key,
  ctrlKey,
  metaKey,
  shiftKey,
  altKey,
}: {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}): string | undefined {
  if (!(ctrlKey || metaKey) || altKey) return undefined;
  return MARKS[`${shiftKey ? 'shift+' : ''}${key.toLowerCase()}`];
}

export interface Marked {
  text: string;
  start: number;
  end: number;
}

/** Puts marks around a selection, or takes them off where they are; the selection stays on the same words. */
export function marked(text: string, start: number, end: number, marks: string): Marked {
  const { length } = marks;
  const had = text.slice(start - length, start) === marks && text.slice(end, end + length) === marks;
  if (had)
    return {
      text: text.slice(0, start - length) + text.slice(start, end) + text.slice(end + length),
      start: start - length,
      end: end - length,
    };
  return {
    text: text.slice(0, start) + marks + text.slice(start, end) + marks + text.slice(end),
    start: start + length,
    end: end + length,
  };
}

/** Whether a fence of code is open before this place: Enter belongs to the code then. */
export function inFence(text: string, at: number): boolean {
  return (text.slice(0, at).match(/^\s{0,3}```/gm)?.length ?? 0) % 2 === 1;
}
