let last = 0;

/**
 * A UUID of version 7 (RFC 9562): sorts by the time it was made, also among those of one millisecond (a later one
 * then claims the next). `crypto.randomUUID` would do for uniqueness but is missing on plain-HTTP pages other than
 * localhost.
 */
export function uuidv7(): string {
  last = Math.max(Date.now(), last + 1);
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(last / 2 ** (8 * (5 - i))) % 256;
  return written(bytes, 7);
}

/** The same for the same name, and for another name another: of version 8, by SHA-256. */
export async function uuidOf(name: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(name));
  return written(new Uint8Array(digest, 0, 16), 8);
}

function written(bytes: Uint8Array, version: number): string {
  bytes[6] = (version << 4) | (byte(bytes, 6) & 0x0f);
  bytes[8] = 0x80 | (byte(bytes, 8) & 0x3f);
  const hex = [...bytes].map(value => value.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}
