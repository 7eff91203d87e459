import type { Account } from '@parley/sdk';
import { useCallback, useState } from 'react';
import { fitName, Unfit } from '../auth/rules.ts';
import { useChat, useOwnStatus } from '../chat/client.ts';
import { t } from '../language/later.ts';
import { wordOf } from '../presence/words.ts';
import { explain } from '../ui/explain.ts';
import { Field } from '../ui/Field.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useLoaded } from '../ui/useLoaded.ts';
import { useSubmit } from '../ui/useSubmit.ts';
import { DeleteAccount } from './DeleteAccount.tsx';
import { DownloadData } from './DownloadData.tsx';

/** How others know one, what they see of one, and the way out. */
export function ProfileSettings() {
  const { account } = useChat();
  const [own, again] = useLoaded(useCallback(() => account.see(), [account]));
  return (
    <>
      <Loading what={own} words={t('settings.loading')} again={again}>
        {account => (
          <>
            <NameForm account={account} />
            <ReadReceipts account={account} />
          </>
        )}
      </Loading>
      <StatusChoice />
      <DownloadData />
      <DeleteAccount />
    </>
  );
}

function NameForm({ account: { name, handle } }: { account: Account }) {
  const { account, client } = useChat();
  const [saved, setSaved] = useState(false);
  const form = useSubmit(async values => {
    setSaved(false);
    const { readReceipts: _, ...profile } = await account.change({ name: fitName(values('name')) });
    client.meet([profile]);
    setSaved(true);
  }, explainNaming);
  return (
    <form className="form" onSubmit={form.onSubmit}>
      <div className="form-row">
        <Field
          label={t('auth.name')}
          name="name"
          defaultValue={name}
          required
          maxLength={80}
          pattern=".*\S.*"
          autoComplete="name"
          dir="auto"
          onChange={() => setSaved(false)}
        />
        <button type="submit" className="button primary" disabled={form.busy}>
          {t('common.save')}
        </button>
      </div>
      <p className="hint">
        <bdi dir="ltr">@{handle}</bdi> <span role="status">{saved && t('common.saved')}</span>
      </p>
      {form.error && (
        <p className="form-error" role="alert">
          {form.error}
        </p>
      )}
    </form>
  );
}

function explainNaming(failure: unknown): string {
  return failure instanceof Unfit ? failure.message : explain(failure);
}

/** As it is wanted, and as it was again where the server does not take it. */
function ReadReceipts({ account: { readReceipts } }: { account: Account }) {
  const { account } = useChat();
  const [on, setOn] = useState(readReceipts);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const change = async (wanted: boolean) => {
    setBusy(true);
    setError(null);
    setOn(wanted);
    try {
      setOn((await account.change({ readReceipts: wanted })).readReceipts);
    } catch (failure) {
      setOn(!wanted);
      setError(explain(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <label className="check">
        <input
          type="checkbox"
          checked={on}
          disabled={busy}
          onChange={event => change(event.target.checked)}
        />
        {t('settings.readReceipts')}
      </label>
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
    </>
  );
}

function StatusChoice() {
  const { status } = useChat();
  // What is shown may be another than what was chosen; it changes with it all the same.
  useOwnStatus();
  return (
    <fieldset className="choices">
      <legend>{t('presence.own')}</legend>
      {(['online', 'away', 'dnd'] as const).map(one => (
        <label key={one} className="choice">
          <input
            type="radio"
            name="status"
            checked={status.chosen === one}
            onChange={() => status.choose(one)}
          />
          <span>{wordOf(one)}</span>
        </label>
      ))}
    </fieldset>
  );
}
