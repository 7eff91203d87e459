const HUES = 8;

/** Initials on one of a few calm colours, always the same for the same person. */
export function Avatar({ id, name, small = false }: { id: string; name: string; small?: boolean }) {
  return (
    <span className={small ? 'avatar small' : 'avatar'} data-hue={hueOf(id)} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const [first = '?', last] = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return [first, last]
    .map(word => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}

/** FNV-1a with its high bits folded in: ids made one after the other differ in a few characters only. */
function hueOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return ((hash >>> 16) ^ (hash & 0xffff)) % HUES;
}
