import { Dialog } from '../ui/Dialog.tsx';
import { type Look, saveLook, useLook } from './look.ts';

const CHOICES = {
  theme: { legend: 'Theme', words: { system: 'As the system', light: 'Light', dark: 'Dark' } },
  contrast: { legend: 'Contrast', words: { system: 'As the system', more: 'High' } },
  density: { legend: 'Density', words: { comfortable: 'Comfortable', compact: 'Compact' } },
} as const;

export function LookDialog({ onClose }: { onClose: () => void }) {
  const look = useLook();
  return (
    <Dialog title="Appearance" onClose={onClose}>
      {(Object.keys(CHOICES) as (keyof Look)[]).map(part => (
        <fieldset key={part} className="choices">
          <legend>{CHOICES[part].legend}</legend>
          {Object.entries(CHOICES[part].words).map(([value, words]) => (
            <label key={value} className="choice">
              <input
                type="radio"
                name={part}
                checked={look[part] === value}
                onChange={() => saveLook({ ...look, [part]: value })}
              />
              <span>{words}</span>
            </label>
          ))}
        </fieldset>
      ))}
    </Dialog>
  );
}
