import { Dialog } from './Dialog.tsx';

export interface Question {
  title: string;
  /** What will be, where the title does not say it all. */
  what?: string;
  /** What the button says that does it. */
  verb: string;
  /** What the other says. */
  keep: string;
}

interface Props extends Question {
  onAnswer: (sure: boolean) => void;
}

/** Asks for a second thought. */
export function SureDialog({ title, what, verb, keep, onAnswer }: Props) {
  return (
    <Dialog title={title} onClose={() => onAnswer(false)}>
      {what && <p>{what}</p>}
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={() => onAnswer(false)}>
          {keep}
        </button>
        <button type="button" className="button danger" onClick={() => onAnswer(true)}>
          {verb}
        </button>
      </div>
    </Dialog>
  );
}
