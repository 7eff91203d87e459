import { DAYS, type Day, type NoticeRule, type Preferences, type QuietHours } from '@parley/sdk';
import { useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { t } from '../language/later.ts';
import { locale } from '../language/t.ts';
import { explain } from '../ui/explain.ts';
import { Field } from '../ui/Field.tsx';
import { useSubmit } from '../ui/useSubmit.ts';
import { isOn, permission, turn } from './desktop.ts';
import { RULES } from './words.ts';

const KINDS = { direct: 'notices.direct', group: 'notices.group', channel: 'notices.channel' } as const;
const NIGHTS = { from: '22:00', to: '07:00' };

/** What notifies one where nothing else was chosen for a conversation, and when nothing does. */
export function NoticeSettings() {
  const { api } = useChat();
  const known = useChatState(state => state.preferences);
  const [quiet, setQuiet] = useState(Boolean(known.quiet));
  const [saved, setSaved] = useState(false);
  const { busy, error, onSubmit } = useSubmit(async values => {
    setSaved(false);
    await (await api.own()).prefer(preferencesOf(values, quiet));
    setSaved(true);
  }, explain);
  return (
    <>
      <Desktop />
      <form className="form" onSubmit={onSubmit}>
        {(Object.keys(KINDS) as (keyof typeof KINDS)[]).map(kind => (
          <label key={kind} className="notice-kind">
            {t(KINDS[kind])}
            <select name={kind} defaultValue={known[kind]}>
              {RULES.map(({ rule, words }) => (
                <option key={rule} value={rule}>
                  {t(words)}
                </option>
              ))}
            </select>
          </label>
        ))}
        <label className="notice-switch">
          <input type="checkbox" checked={quiet} onChange={event => setQuiet(event.target.checked)} />
          {t('notices.quiet')}
        </label>
        {quiet && <QuietFields quiet={known.quiet ?? null} />}
        {error && (
          <p className="form-error" role="alert">
            {error}
          </p>
        )}
        <button type="submit" className="button primary" disabled={busy}>
          {t('notices.save')}
        </button>
        <p role="status">{saved && t('notices.saved')}</p>
      </form>
    </>
  );
}

function QuietFields({ quiet }: { quiet: QuietHours | null }) {
  return (
    <>
      <fieldset className="choices">
        <legend>{t('notices.days')}</legend>
        {DAYS.map((day, index) => (
          <label key={day} className="choice">
            <input type="checkbox" name={day} defaultChecked={quiet?.days.includes(day) ?? true} />
            <span>{nameOfDay(index)}</span>
          </label>
        ))}
      </fieldset>
      <div className="notice-times">
        <Field
          label={t('notices.from')}
          name="from"
          type="time"
          required
          defaultValue={quiet?.from ?? NIGHTS.from}
        />
        <Field label={t('notices.to')} name="to" type="time" required defaultValue={quiet?.to ?? NIGHTS.to} />
      </div>
      <p className="hint">{t('notices.zone', { zone: ownZone() })}</p>
    </>
  );
}

/** The browser asks for leave only when somebody asks for notifications. */
function Desktop() {
  const [on, setOn] = useState(isOn);
  const [allowed, setAllowed] = useState(permission);
  const toggle = async () => {
    await turn(!on);
    setOn(isOn());
    setAllowed(permission());
  };
  if (allowed === 'unsupported') return <p className="muted">{t('notices.unsupported')}</p>;
  return (
    <>
      <label className="notice-switch">
        <input type="checkbox" checked={on} disabled={allowed === 'denied'} onChange={toggle} />
        {t('notices.desktop')}
      </label>
      <p className="muted" role="status">
        {allowed === 'denied' && t('notices.denied')}
      </p>
    </>
  );
}

function preferencesOf(values: (name: string) => string, quiet: boolean): Preferences {
  const days = DAYS.filter(day => values(day) !== '') as Day[];
  const rule = (kind: string) => values(kind) as NoticeRule;
  return {
    direct: rule('direct'),
    group: rule('group'),
    channel: rule('channel'),
    quiet:
      quiet && days.length > 0 ? { days, from: values('from'), to: values('to'), zone: ownZone() } : null,
  };
}

function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A week that began on a Monday gives the names. */
function nameOfDay(index: number): string {
  const day = new Date(Date.UTC(2024, 0, 1 + index));
  return new Intl.DateTimeFormat(locale(), { weekday: 'short', timeZone: 'UTC' }).format(day);
}
