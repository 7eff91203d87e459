import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';

interface Props {
  label: string;
  /** Whether what the button shows names it, too; else the label does. */
  named?: boolean;
  /** What the button shows. */
  button: ReactNode;
  className: string;
  role: 'menu' | 'dialog';
  popoverClass: string;
  /** What opens; `close` puts it away again. */
  children: (close: () => void) => ReactNode;
}

const MARGIN_PX = 4;

/**
 * A button that opens something in the browser's top layer: nothing clips it, Escape and a press elsewhere close it. Arrows
 * go through what can be pressed in it, or written in.
 */
export function Popover({ label, named = false, button, className, role, popoverClass, children }: Props) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  // A press outside closes it before the click that it becomes is told: on the button it must not open it again.
  const pressedOpen = useRef(false);
  const toggle = () => {
    setOpen(!pressedOpen.current);
    pressedOpen.current = false;
  };
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={className}
        aria-label={named ? undefined : label}
        title={label}
        aria-haspopup={role}
        aria-expanded={open}
        onPointerDown={() => {
          pressedOpen.current = open;
        }}
        onClick={toggle}
      >
        {button}
      </button>
      {open && (
        <Opened
          label={label}
          role={role}
          className={popoverClass}
          anchor={anchor}
          onClose={() => setOpen(false)}
        >
          {children}
        </Opened>
      )}
    </>
  );
}

interface OpenedProps {
  label: string;
  role: 'menu' | 'dialog';
  className: string;
  anchor: { current: HTMLElement | null };
  onClose: () => void;
  children: (close: () => void) => ReactNode;
}

function Opened({ label, role, className, anchor, onClose, children }: OpenedProps) {
  const box = useRef<HTMLDivElement>(null);
  const close = () => {
    if (box.current?.contains(document.activeElement) || document.activeElement === document.body)
      anchor.current?.focus();
    onClose();
  };
  useLayoutEffect(() => {
    if (!box.current || !anchor.current) return;
    const [opened, button] = [box.current, anchor.current];
    opened.showPopover();
    const items = itemsOf(opened);
    const put = () => place(opened, button.getBoundingClientRect());
    put();
    (items.find(item => item.ariaChecked === 'true') ?? items[0])?.focus();
    // What is loaded later makes it grow.
    const growth = new ResizeObserver(put);
    growth.observe(opened);
    return () => growth.disconnect();
  }, [anchor]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const items = itemsOf(event.currentTarget);
    const to = next(event.key, items.indexOf(document.activeElement as HTMLElement), items.length);
    if (to === undefined && event.key !== 'Tab' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (to === undefined) close();
    else items[to]?.focus();
  };
  return (
    // biome-ignore lint/a11y: its role is given, a menu or a dialog
    <div
      ref={box}
      popover="auto"
      role={role}
      tabIndex={-1}
      aria-label={label}
      className={className}
      onKeyDown={onKeyDown}
      onToggle={event => event.newState === 'closed' && close()}
    >
      {children(close)}
    </div>
  );
}

function next(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowUp':
    case 'ArrowLeft':
      return (at - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

function itemsOf(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>('button, input')];
}

/** Below the button where it fits, else above it; never over the edge of the window. */
function place(box: HTMLElement, button: DOMRect): void {
  const { width, height } = box.getBoundingClientRect();
  const below = button.bottom + MARGIN_PX;
  const top = below + height + MARGIN_PX <= innerHeight ? below : button.top - height - MARGIN_PX;
  const left = button.left < innerWidth / 2 ? button.left : button.right - width;
  box.style.top = `${Math.max(MARGIN_PX, top)}px`;
  box.style.left = `${Math.max(MARGIN_PX, Math.min(left, innerWidth - width - MARGIN_PX))}px`;
}
