import type { Key } from '../language/en.ts';
import { t } from '../language/later.ts';
import { Dialog } from '../ui/Dialog.tsx';

const SHEET: readonly (readonly [about: Key, keys: readonly (readonly [keys: string, does: Key])[]])[] = [
  [
    'keys.around',
    [
      ['Ctrl K', 'keys.goTo'],
      ['Ctrl F', 'keys.findHere'],
      ['Ctrl G', 'keys.find'],
      ['Alt ↑ ↓', 'keys.next'],
      ['Alt Shift ↑ ↓', 'keys.nextUnread'],
      ['Esc', 'keys.read'],
      ['Shift Esc', 'keys.readAll'],
      ['F6', 'keys.region'],
      ['?', 'keys.sheet'],
    ],
  ],
  [
    'keys.writing',
    [
      ['Enter', 'keys.send'],
      ['@ # : /', 'keys.complete'],
      ['Shift Enter', 'keys.newLine'],
      ['↑', 'keys.editLast'],
      ['Esc', 'keys.stopEditing'],
      ['Ctrl B', 'keys.bold'],
      ['Ctrl I', 'keys.italic'],
      ['Ctrl Shift X', 'keys.struck'],
    ],
  ],
  [
    'keys.messages',
    [
      ['↑ ↓', 'keys.message'],
      ['Enter', 'keys.actions'],
      ['← →', 'keys.action'],
    ],
  ],
];

export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      {SHEET.map(([about, keys]) => (
        <section key={about} className="sheet">
          <h3>{t(about)}</h3>
          <dl>
            {keys.map(([key, does]) => (
              <div key={key}>
                <dt dir="ltr">
                  {key.split(' ').map(one => (
                    <kbd key={one}>{one}</kbd>
                  ))}
                </dt>
                <dd>{t(does)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
