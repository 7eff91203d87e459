import { useState } from 'react';
import { useChat, useChatState } from '../chat/client.ts';
import { KEPT } from '../emoji/named.ts';
import { t } from '../language/later.ts';
import { explain } from '../ui/explain.ts';
import { Field } from '../ui/Field.tsx';
import { useSubmit } from '../ui/useSubmit.ts';

/** For good, so nobody does it by a slip: one's handle has to be written out. */
export function DeleteAccount() {
  const [asked, setAsked] = useState(false);
  return (
    <section className="danger-zone">
      {asked ? (
        <Sure onCancel={() => setAsked(false)} />
      ) : (
        <button type="button" className="button danger" onClick={() => setAsked(true)}>
          {t('settings.delete')}
        </button>
      )}
    </section>
  );
}

function Sure({ onCancel }: { onCancel: () => void }) {
  const { account, blocks, client, status } = useChat();
  const { handle } = useChatState(state => state.me);
  const [typed, setTyped] = useState('');
  const form = useSubmit(async () => {
    await account.delete();
    status.forget();
    blocks.forget();
    localStorage.removeItem(KEPT);
    // The server has ended the session already and says so; what is kept here goes all the same.
    await client.signOut().catch(() => {});
  }, explain);
  return (
    <form className="form" onSubmit={form.onSubmit}>
      <p>{t('settings.deleteWhat')}</p>
      <Field
        label={t('settings.deleteType', { handle })}
        name="handle"
        value={typed}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        onChange={event => setTyped(event.target.value)}
      />
      {form.error && (
        <p className="form-error" role="alert">
          {form.error}
        </p>
      )}
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onCancel}>
          {t('common.cancel')}
        </button>
        <button type="submit" className="button danger" disabled={form.busy || typed.trim() !== handle}>
          {t('settings.deleteNow')}
        </button>
      </div>
    </form>
  );
}
