import { chooseLanguage, chosenLanguage, LANGUAGES, type Language } from '../language/language.ts';
import { t } from '../language/later.ts';
import { type Look, saveLook, useLook } from './look.ts';

const CHOICES = {
  theme: { legend: 'look.theme', words: { system: 'look.system', light: 'look.light', dark: 'look.dark' } },
  contrast: { legend: 'look.contrast', words: { system: 'look.system', more: 'look.more' } },
  density: { legend: 'look.density', words: { comfortable: 'look.comfortable', compact: 'look.compact' } },
} as const;

/** How the page looks and which language it speaks, on this device. */
export function LookChoices() {
  const look = useLook();
  const spoken = chosenLanguage();
  return (
    <>
      {(Object.keys(CHOICES) as (keyof Look)[]).map(part => (
        <fieldset key={part} className="choices">
          <legend>{t(CHOICES[part].legend)}</legend>
          {Object.entries(CHOICES[part].words).map(([value, words]) => (
            <label key={value} className="choice">
              <input
                type="radio"
                name={part}
                checked={look[part] === value}
                onChange={() => saveLook({ ...look, [part]: value })}
              />
              <span>{t(words)}</span>
            </label>
          ))}
        </fieldset>
      ))}
      <fieldset className="choices">
        <legend>{t('look.language')}</legend>
        {Object.entries(LANGUAGES).map(([language, name]) => (
          <label key={language} className="choice">
            <input
              type="radio"
              name="language"
              checked={spoken === language}
              onChange={() => chooseLanguage(language as Language)}
            />
            <span lang={language}>{name}</span>
          </label>
        ))}
      </fieldset>
    </>
  );
}
