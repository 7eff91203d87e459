/** How well a name answers what was typed: 0 for not at all; the beginning beats a word, a word its inside, that its letters in order. */
export function likeness(name: string, typed: string): number {
  const text = plain(name);
  const wanted = plain(typed).trim();
  if (wanted === '') return 1;
  const at = text.indexOf(wanted);
  if (at === 0) return 5;
  if (at > 0) return /[\p{L}\p{N}]/u.test(text.charAt(at - 1)) ? 3 : 4;
  return inOrder(text, wanted) ? 2 : 0;
}

/** The best answers first; equals stay in the order in which they came. */
export function ranked<T>(items: readonly T[], typed: string, nameOf: (item: T) => string): T[] {
  return items
    .map(item => ({ item, score: likeness(nameOf(item), typed) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

function inOrder(text: string, wanted: string): boolean {
  let at = 0;
  for (const letter of wanted) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** Without case and accents. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}
