import { describe, expect, it } from 'vitest';
import { decodeServerFrame, entryFrom } from '../src/codec.ts';
import { MalformedFrame } from '../src/shape.ts';

const entry = {
  op: 'entry',
  conversation: 'c1',
  seq: 7,
  messages: 5,
  at: '2026-11-24T01:02:03.123Z',
  from: 'u1',
};

describe('decoding', () => {
  it('drops fields of a later version', () => {
    expect(decodeServerFrame('{"op":"pong","rid":1,"news":{}}')).toEqual({ op: 'pong', rid: 1 });
  });

  it('passes over an op of a later version', () => {
    expect(decodeServerFrame('{"op":"poll-vote","choice":3}')).toBeNull();
  });

  it('keeps the place of an entry of a later version', () => {
    expect(decodeServerFrame(JSON.stringify({ ...entry, kind: 'vote' }))).toEqual({
      ...entry,
      kind: 'other',
    });
  });

  it('is not fooled by names that every object has', () => {
    expect(decodeServerFrame('{"op":"constructor"}')).toBeNull();
    expect(entryFrom({ ...entry, kind: 'toString' }).kind).toBe('other');
  });

  it('takes a conversation that is gone without its state', () => {
    expect(decodeServerFrame('{"op":"conversation","id":"c1","gone":true}')).toEqual({
      op: 'conversation',
      id: 'c1',
      gone: true,
    });
  });

  it.each([
    ['not JSON', '{'],
    ['a list', '[]'],
    ['no op', '{"rid":1}'],
    ['a missing field', '{"op":"pong"}'],
    ['a number in a string', '{"op":"pong","rid":"1"}'],
    ['a fraction', '{"op":"pong","rid":1.5}'],
    ['an entry without its kind', JSON.stringify(entry)],
    ['users that are not a list', JSON.stringify({ ...entry, kind: 'joined', users: 'u1' })],
  ])('refuses %s', (_, text) => {
    expect(() => decodeServerFrame(text)).toThrow(MalformedFrame);
  });

  it('says where a frame is wrong', () => {
    const text = JSON.stringify({ ...entry, kind: 'joined', users: ['u1', 2] });
    expect(() => decodeServerFrame(text)).toThrow('entry.users[1] is not a string');
  });
});
