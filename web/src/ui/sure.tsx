import { createRoot } from 'react-dom/client';
import { t } from '../language/later.ts';
import { type Question, SureDialog } from './SureDialog.tsx';

/** Asks for a second thought from where nothing is drawn: a command, or what a menu does. */
export function sure(question: Omit<Question, 'keep'>): Promise<boolean> {
  return new Promise<boolean>(answer => {
    const place = document.body.appendChild(document.createElement('div'));
    const root = createRoot(place);
    const onAnswer = (isSure: boolean) => {
      root.unmount();
      place.remove();
      answer(isSure);
    };
    root.render(<SureDialog {...question} keep={t('common.cancel')} onAnswer={onAnswer} />);
  });
}
