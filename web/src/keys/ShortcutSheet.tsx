import { Dialog } from '../ui/Dialog.tsx';

const SHEET: readonly (readonly [about: string, keys: readonly (readonly [keys: string, does: string])[]])[] =
  [
    [
      'Getting around',
      [
        ['Ctrl K', 'Go to a conversation'],
        ['Alt ↑ ↓', 'Conversation above, below'],
        ['Alt Shift ↑ ↓', 'Unread conversation above, below'],
        ['Esc', 'Mark as read'],
        ['Shift Esc', 'Mark everything as read'],
        ['F6', 'Next part of the page'],
        ['?', 'This list (Ctrl / while writing)'],
      ],
    ],
    [
      'Writing',
      [
        ['Enter', 'Send'],
        ['Shift Enter', 'New line'],
        ['↑', 'Edit your last message, from an empty box'],
        ['Esc', 'Stop editing'],
        ['Ctrl B', 'Bold'],
        ['Ctrl I', 'Italic'],
        ['Ctrl Shift X', 'Struck through'],
      ],
    ],
    [
      'Messages',
      [
        ['↑ ↓', 'Message above, below'],
        ['Enter', 'What can be done with it'],
        ['← →', 'From one action to the next'],
      ],
    ],
  ];

export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      {SHEET.map(([about, keys]) => (
        <section key={about} className="sheet">
          <h3>{about}</h3>
          <dl>
            {keys.map(([key, does]) => (
              <div key={key}>
                <dt>
                  {key.split(' ').map(one => (
                    <kbd key={one}>{one}</kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
