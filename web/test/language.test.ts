import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { describe, expect, it } from 'vitest';
import { ar } from '../src/language/ar.ts';
import { de } from '../src/language/de.ts';
import { type Catalogue, en, type Key } from '../src/language/en.ts';
import { enLater } from '../src/language/enLater.ts';
import { t } from '../src/language/later.ts';

const others: Record<string, Catalogue> = { de, ar };

/** The names of what is put in, at any depth of a plural. */
function placeholders(message: string): string[] {
  const found = [...message.matchAll(/\{(\w+)(?:, plural|\})/g)].map(([, name = '']) => name);
  return [...new Set(found)].sort();
}

describe('the languages', () => {
  it.each(Object.keys(others))(
    '%s says everything in a form that can be read, with the same things put in',
    language => {
      for (const [key, message] of Object.entries(others[language] ?? {})) {
        expect(() => compileMessageOrThrow(message), key).not.toThrow();
        expect(placeholders(message), key).toEqual(placeholders({ ...en, ...enLater }[key as Key]));
      }
    },
  );

  it('count as the language does', () => {
    expect(t('new.members', { count: 1 })).toBe('1 member');
    expect(t('new.members', { count: 3 })).toBe('3 members');
    expect(t('typing.named', { count: 2, names: 'Ada and Ben' })).toBe('Ada and Ben are typing…');
  });
});
