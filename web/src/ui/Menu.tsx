import type { ReactNode } from 'react';
import { Popover } from './Popover.tsx';

export interface Choice {
  key: string;
  label: ReactNode;
  icon?: ReactNode;
  /** Given where one of the choices holds. */
  checked?: boolean;
  danger?: boolean;
  onChoose: () => void;
}

interface Props {
  label: string;
  /** Whether what the button shows names it, too; else the label does. */
  named?: boolean;
  /** What the button shows. */
  children: ReactNode;
  className: string;
  choices: Choice[];
}

/** A button that opens a menu. */
export function Menu({ label, named = false, children, className, choices }: Props) {
  return (
    <Popover
      label={label}
      named={named}
      button={children}
      className={className}
      role="menu"
      popoverClass="menu"
    >
      {close =>
        choices.map(({ key, label, icon, checked, danger, onChoose }) => (
          <button
            key={key}
            type="button"
            {...(checked === undefined
              ? { role: 'menuitem' }
              : { role: 'menuitemradio', 'aria-checked': checked })}
            className={danger ? 'menu-item danger' : 'menu-item'}
            onClick={() => {
              close();
              onChoose();
            }}
          >
            {icon}
            <span>{label}</span>
          </button>
        ))
      }
    </Popover>
  );
}
