import type { DeviceSession } from '@parley/sdk';
import { useCallback, useState } from 'react';
import { useChat } from '../chat/client.ts';
import { fullTime, mediumTime } from '../chat/time.ts';
import { t } from '../language/later.ts';
import { explain } from '../ui/explain.ts';
import { Laptop } from '../ui/icons.tsx';
import { Loading } from '../ui/Loading.tsx';
import { sure } from '../ui/sure.tsx';
import { useLoaded } from '../ui/useLoaded.ts';
import { deviceOf } from './device.ts';

/** Where one is signed in, and how to end that. */
export function Devices() {
  const { account } = useChat();
  const [sessions, again] = useLoaded(useCallback(() => account.sessions(), [account]));
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const end = async (ids: string[]) => {
    setBusy(true);
    setError(null);
    try {
      for (const id of ids) await account.endSession(id);
    } catch (failure) {
      setError(explain(failure));
    } finally {
      setBusy(false);
      again();
    }
  };
  const endOthers = async (others: DeviceSession[]) => {
    const question = { title: t('device.endOthersSure'), verb: t('session.signOut') };
    if (await sure(question)) await end(others.map(({ id }) => id));
  };
  return (
    <Loading what={sessions} words={t('device.loading')} again={again}>
      {all => {
        const others = all.filter(({ current }) => !current);
        return (
          <>
            <ul className="picks">
              {[...all.filter(({ current }) => current), ...others].map(session => (
                <DeviceRow key={session.id} session={session} busy={busy} onEnd={() => end([session.id])} />
              ))}
            </ul>
            {error && (
              <p className="form-error" role="alert">
                {error}
              </p>
            )}
            {others.length === 0 ? (
              <p className="hint">{t('device.only')}</p>
            ) : (
              <div>
                <button
                  type="button"
                  className="button danger"
                  disabled={busy}
                  onClick={() => endOthers(others)}
                >
                  {t('device.endOthers')}
                </button>
              </div>
            )}
          </>
        );
      }}
    </Loading>
  );
}

interface RowProps {
  session: DeviceSession;
  busy: boolean;
  onEnd: () => void;
}

/** What a client says of itself is shown whole to whoever points at it. */
function DeviceRow({ session: { device, usedAt, current }, busy, onEnd }: RowProps) {
  const found = deviceOf(device);
  const name = found ? t('device.on', { ...found }) : device || t('device.unknown');
  const used = new Date(usedAt);
  return (
    <li className="pick" title={device}>
      <span className="device-icon">
        <Laptop />
      </span>
      <span className="pick-name">
        <bdi>{name}</bdi>
        <span className="muted">
          {current ? (
            t('device.current')
          ) : (
            <time dateTime={usedAt} title={fullTime(used)}>
              {t('device.used', { time: mediumTime(used) })}
            </time>
          )}
        </span>
      </span>
      {!current && (
        <button
          type="button"
          className="button"
          disabled={busy}
          aria-label={t('device.end', { device: name })}
          onClick={onEnd}
        >
          {t('session.signOut')}
        </button>
      )}
    </li>
  );
}
