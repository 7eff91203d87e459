import { type ReactNode, useEffect, useId, useRef } from 'react';
import { t } from '../language/t.ts';
import { Close } from './icons.tsx';

interface Props {
  title: ReactNode;
  /** For what is to be read, rather than chosen. */
  wide?: boolean;
  /** For what is to be looked at: as large as there is room for. */
  full?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** The browser's own modal dialog: focus begins where one writes, if one does, and stays inside; Escape closes it. */
export function Dialog({ title, wide = false, full = false, onClose, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('input, textarea')?.focus();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className={`dialog${wide ? ' wide' : ''}${full ? ' full' : ''}`}
      aria-labelledby={titleId}
      onCancel={onClose}
    >
      <header className="dialog-header">
        <h2 id={titleId}>{title}</h2>
        <button type="button" className="icon-button" aria-label={t('common.close')} onClick={onClose}>
          <Close />
        </button>
      </header>
      {children}
    </dialog>
  );
}
