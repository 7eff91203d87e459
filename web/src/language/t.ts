import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { type Catalogue, en, type FirstKey } from './en.ts';
import { directionOf, type Language, localeFor } from './language.ts';

const i18n = setupI18n({ locale: 'en', messages: { en } });
// What is built has them compiled.
if (!import.meta.env.PROD) i18n.setMessagesCompiler(compileMessage);

export type Say<Known extends string> = (key: Known, values?: Record<string, string | number>) => string;

/** What the page says at once, in the reader's language. What is loaded later says more, by `later.ts`. */
export const t: Say<FirstKey> = (key, values = {}) => i18n._(key, values);

/** More English, which comes with what says it; of another language everything is there. */
export function learn(messages: Record<string, string>): void {
  i18n.load('en', messages);
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

async function catalogueOf(language: Language): Promise<Partial<Catalogue>> {
  switch (language) {
    case 'en':
      return en;
    case 'de':
      return (await import('./de.ts')).de;
    case 'ar':
      return (await import('./ar.ts')).ar;
  }
}
