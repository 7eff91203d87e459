import { t } from '../language/t.ts';
import { Close } from '../ui/icons.tsx';

/** What the server did not let one do. */
export function Problem({ words, onClose }: { words: string; onClose: () => void }) {
  return (
    <p className="problem" role="alert">
      {words}
      <button type="button" className="icon-button" aria-label={t('common.dismiss')} onClick={onClose}>
        <Close />
      </button>
    </p>
  );
}
