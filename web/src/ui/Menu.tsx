import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';

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
  /** What the button shows. */
  children: ReactNode;
  className: string;
  choices: Choice[];
}

const MARGIN_PX = 4;

/** A button that opens a menu in the browser's top layer: nothing clips it, Escape and a click elsewhere close it. */
export function Menu({ label, children, className, choices }: Props) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // A press outside closes the menu before the click that it becomes is told: on the button it must not open it again.
  const pressedOpen = useRef(false);
  const toggle = () => {
    setOpen(!pressedOpen.current);
    pressedOpen.current = false;
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerDown={() => {
          pressedOpen.current = open;
        }}
        onClick={toggle}
      >
        {children}
      </button>
      {open && <Choices label={label} button={button} choices={choices} onClose={() => setOpen(false)} />}
    </>
  );
}

interface ChoicesProps {
  label: string;
  button: { current: HTMLElement | null };
  choices: Choice[];
  onClose: () => void;
}

function Choices({ label, button, choices, onClose }: ChoicesProps) {
  const menu = useRef<HTMLDivElement>(null);
  const close = () => {
    if (menu.current?.contains(document.activeElement) || document.activeElement === document.body)
      button.current?.focus();
    onClose();
  };
  useLayoutEffect(() => {
    if (!menu.current || !button.current) return;
    menu.current.showPopover();
    place(menu.current, button.current.getBoundingClientRect());
    const items = itemsOf(menu.current);
    (items.find(item => item.ariaChecked === 'true') ?? items[0])?.focus();
  }, [button]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const items = itemsOf(event.currentTarget);
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[
      event.key
    ];
    if (to === undefined && event.key !== 'Tab' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (to === undefined) close();
    else items[to % items.length]?.focus();
  };
  return (
    <div
      ref={menu}
      popover="auto"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      className="menu"
      onKeyDown={onKeyDown}
      onToggle={event => event.newState === 'closed' && close()}
    >
      {choices.map(({ key, label, icon, checked, danger, onChoose }) => (
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
      ))}
    </div>
  );
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]')];
}

/** Below the button where it fits, else above it; never over the edge of the window. */
function place(menu: HTMLElement, button: DOMRect): void {
  const { width, height } = menu.getBoundingClientRect();
  const below = button.bottom + MARGIN_PX;
  const top = below + height + MARGIN_PX <= innerHeight ? below : button.top - height - MARGIN_PX;

  const left = button.left < innerWidth / 2 ? button.left : button.right - width;
  menu.style.top = `${Math.max(MARGIN_PX, top)}px`;
  menu.style.left = `${Math.max(MARGIN_PX, Math.min(left, innerWidth - width - MARGIN_PX))}px`;
}
