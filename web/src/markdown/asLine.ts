/** More than this of a text no line has room for. */
const LINE = 500;

/** What Markdown leaves as it is: code between its marks, and what stands behind a backslash. */
const LITERAL =
  /^ {0,3}```.*\n?([\s\S]*?)(?:^ {0,3}```|$(?![\s\S]))|(`+)((?:(?!\2)[\s\S])+)\2|\\([!-/:-@[-`{-~])/gm;

/** One of those is meanwhile a letter of its own, of those that Unicode leaves to anybody; there are fewer than `LINE`. */
const HELD = 0xe000;
const HELD_LETTER = /[\uE000-\uE1FF]/g;

const LEADING = /^ {0,3}(?:#{1,6} +|> ?|[-*+] +)+/gm;
const LINK = /!?\[([^[\]]*)\]\([^\s)]*\)/g;
const STRESSED = /(?<![\p{L}\p{N}*_~])(\*{1,3}|_{1,3}|~~)(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}*_~])/gu;

/** Words in a stressed part may be stressed otherwise: bold ones in a struck sentence. */
const NESTED = 3;

/** The beginning of a text as plain words, as far as one line shows it: previews have no room for more. */
export function asLine(text: string): string {
  const held: string[] = [];
  let line = text
    .slice(0, LINE)
    .replace(LITERAL, (_, block?: string, __?: string, code?: string, escaped?: string) => {
      return String.fromCharCode(HELD - 1 + held.push(block ?? code ?? escaped ?? ''));
    })
    .replace(LEADING, '')
    .replace(LINK, '$1');
  for (let depth = 0; depth < NESTED; depth++) line = line.replace(STRESSED, '$2');
  return line.replace(HELD_LETTER, letter => held[letter.charCodeAt(0) - HELD] ?? letter).trim();
}
