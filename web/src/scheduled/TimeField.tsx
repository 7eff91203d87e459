import { useId } from 'react';
import { t } from '../language/later.ts';
import { chosen, fieldOf } from './times.ts';

interface Props {
  value: string;
  onChange: (value: string) => void;
}

/** A day and a time, on the clock of this device, which it names. */
export function TimeField({ value, onChange }: Props) {
  const id = useId();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <div className="field">
      <label htmlFor={id}>{t('later.when')}</label>
      <input
        id={id}
        type="datetime-local"
        required
        min={fieldOf(new Date())}
        value={value}
        aria-describedby={`${id}-zone`}
        onChange={event => onChange(event.target.value)}
      />
      <p id={`${id}-zone`} className="later-zone">
        {t('notices.zone', { zone })}
      </p>
    </div>
  );
}

/** The time that was chosen, or in words what is wrong with it. */
export function timeIn(field: string): Date | string {
  const time = chosen(field, new Date());
  if (time === 'past') return t('later.past');
  return time === 'far' ? t('later.far') : time;
}
