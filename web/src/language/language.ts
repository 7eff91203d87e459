/** The languages that the page speaks, each by its own name. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', ar: 'العربية' } as const;

export type Language = keyof typeof LANGUAGES;

const KEY = 'parley.language';

/** What was chosen here, or else what the browser asks for first of what there is. */
export function chosenLanguage(): Language {
  const wanted = [kept(), ...(globalThis.navigator?.languages ?? [])];
  return wanted.map(tag => baseOf(tag ?? '')).find(isLanguage) ?? 'en';
}

/** The page begins anew in it: what was begun is in the store. */
export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
  location.reload();
}

/** For dates and numbers: the reader's own variety of the language that the page speaks. */
export function localeFor(language: Language): string {
  return globalThis.navigator?.languages?.find(tag => baseOf(tag) === language) ?? language;
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

function kept(): string | null {
  return globalThis.localStorage?.getItem(KEY) ?? null;
}

function baseOf(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? '';
}

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag);
}
