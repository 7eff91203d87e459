import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeClientFrame, decodeServerFrame, encode } from '../src/codec.ts';

const golden = new URL('../../../protocol/golden/', import.meta.url);
const files = readdirSync(golden, { withFileTypes: true }).filter(
  file => file.isFile() && file.name.endsWith('.json'),
);

describe('golden frames', () => {
  it('are there for both sides', () => {
    expect(files.some(file => file.name.startsWith('client-'))).toBe(true);
    expect(files.some(file => file.name.startsWith('server-'))).toBe(true);
  });

  it.each(files.map(file => file.name))('%s survives decoding and encoding', name => {
    const text = readFileSync(new URL(name, golden), 'utf8');
    const frame = name.startsWith('client-') ? decodeClientFrame(text) : decodeServerFrame(text);
    expect(frame).not.toBeNull();
    if (frame) expect(JSON.parse(encode(frame))).toEqual(JSON.parse(text));
  });
});
