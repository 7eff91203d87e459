const HUES = 8;

/** Initials on one of a few calm colours, always the same for the same person. */
export function Avatar({ id, name, small = false }: { id: string; name: string; small?: boolean }) {
  return (
    <span className={small ? 'avatar small' : 'avatar'} data-hue={hueOf(id)} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

/** Of the first word and the last that begin with something to be read, past brackets and quotes. */
function initials(name: string): string {
  const letters = name.split(/\s+/).flatMap(word => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? []);
  const shown = letters.length > 1 ? [letters[0], letters.at(-1)] : letters;
  return shown.join('').toUpperCase() || '?';
}

/** FNV-1a with its high bits folded in: ids made one after the other differ in a few characters only. */
function hueOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return ((hash >>> 16) ^ (hash & 0xffff)) % HUES;
}
