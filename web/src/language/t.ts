import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { type Catalogue, en, type Key } from './en.ts';
import { directionOf, type Language, localeFor } from './language.ts';

const i18n = setupI18n({ locale: 'en', messages: { en } });
// What is built has them compiled.
if (!import.meta.env.PROD) i18n.setMessagesCompiler(compileMessage);

/** What the page says, in the reader's language. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return i18n._(key, values);
}

/** The locale of dates, numbers and lists. */
export function locale(): string {
  return i18n.locales?.[0] ?? i18n.locale;
}

/** Has the page speak a language, before anything is shown. English is there; the others are loaded. */
export async function speak(language: Language): Promise<void> {
  i18n.load(language, await catalogueOf(language));
  i18n.activate(language, [localeFor(language)]);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

async function catalogueOf(language: Language): Promise<Catalogue> {
  switch (language) {
    case 'en':
      return en;
    case 'de':
      return (await import('./de.ts')).de;
    case 'ar':
      return (await import('./ar.ts')).ar;
  }
}
