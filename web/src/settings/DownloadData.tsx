import { useChat } from '../chat/client.ts';
import { t } from '../language/later.ts';
import { explain } from '../ui/explain.ts';
import { useSubmit } from '../ui/useSubmit.ts';

/** By then a browser has begun to save what it was told to. */
const SAVED_AFTER_MS = 60_000;

/** What the server has of one, as a file. */
export function DownloadData() {
  const { api } = useChat();
  const form = useSubmit(async () => {
    const url = URL.createObjectURL(await api.exportOwn());
    const link = document.createElement('a');
    link.href = url;
    link.download = 'parley.zip';
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), SAVED_AFTER_MS);
  }, explain);
  return (
    <form className="form" onSubmit={form.onSubmit}>
      <p className="hint">{t('settings.exportWhat')}</p>
      <div>
        <button type="submit" className="button" disabled={form.busy}>
          {t(form.busy ? 'settings.exporting' : 'settings.export')}
        </button>
      </div>
      {form.error && (
        <p className="form-error" role="alert">
          {form.error}
        </p>
      )}
    </form>
  );
}
