import {
  type ReactNode,
  type Ref,
  type RefObject,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useState,
} from 'react';
import type { Marked } from '../conversation/formatting.ts';
import { t } from '../language/later.ts';
import './complete.css';
import { completed, type Trigger, triggerAt } from './trigger.ts';
import { type Offer, useOffers } from './useOffers.tsx';

export interface Completing {
  /** Whether the key was meant for what is offered. */
  onKey: (key: string) => boolean;
}

interface Props {
  ref: Ref<Completing>;
  box: RefObject<HTMLTextAreaElement | null>;
  text: string;
  conversation: string;
  onComplete: (box: HTMLTextAreaElement, changed: Marked) => void;
}

/**
 * What the word that is being written may be, above the box. The box stays a text box, since a combobox has one line only: it says
 * that it completes from a list, which one that is and what is chosen in it.
 */
export default function Completions({ ref, box, text, conversation, onComplete }: Props) {
  const caret = useCaret(box, text);
  const trigger = caret === null ? null : triggerAt(text, caret);
  const place = trigger && `${trigger.kind}-${trigger.from}`;
  const [dismissed, dismiss] = useState<string | null>(null);
  if (dismissed !== null && dismissed !== place) dismiss(null);
  const shown = place !== dismissed ? trigger : null;
  return (
    shown &&
    caret !== null && (
      <Offered
        key={place}
        ref={ref}
        box={box}
        trigger={shown}
        conversation={conversation}
        onDismiss={() => dismiss(place)}
        onTake={name => {
          if (!box.current) return;
          const { text: changed, start } = completed(text, caret, shown, name);
          onComplete(box.current, { text: changed, start, end: start });
        }}
      />
    )
  );
}

/** Where one writes, while nothing is selected and the box has the keys. */
function useCaret(box: RefObject<HTMLTextAreaElement | null>, text: string): number | null {
  const [caret, setCaret] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed moves it, too
  useLayoutEffect(() => setCaret(caretIn(box.current)), [box, text]);
  useEffect(() => {
    const look = () => setCaret(caretIn(box.current));
    document.addEventListener('selectionchange', look);
    document.addEventListener('focusin', look);
    document.addEventListener('focusout', look);
    return () => {
      document.removeEventListener('selectionchange', look);
      document.removeEventListener('focusin', look);
      document.removeEventListener('focusout', look);
    };
  }, [box]);
  return caret;
}

function caretIn(box: HTMLTextAreaElement | null): number | null {
  if (!box || document.activeElement !== box || box.selectionStart !== box.selectionEnd) return null;
  return box.selectionStart;
}

interface OfferedProps {
  ref: Ref<Completing>;
  box: RefObject<HTMLTextAreaElement | null>;
  trigger: Trigger;
  conversation: string;
  onTake: (name: string) => void;
  onDismiss: () => void;
}

function Offered({ ref, box, trigger, conversation, onTake, onDismiss }: OfferedProps) {
  const offers = useOffers(trigger, conversation);
  const [chosen, choose] = useState(0);
  const id = useId();
  const at = Math.min(chosen, offers.length - 1);
  const offer = offers[at];
  useImperativeHandle(ref, () => ({ onKey }));
  useCompletedBox(box, offer ? id : null, offer && `${id}-${at}`);

  const onKey = (key: string): boolean => {
    if (!offer) return false;
    switch (key) {
      case 'ArrowDown':
      case 'ArrowUp':
        choose((at + (key === 'ArrowDown' ? 1 : -1) + offers.length) % offers.length);
        return true;
      case 'Enter':
        // Who has written it out wants to send it.
        if (offers.some(({ name, open }) => !open && name.toLowerCase() === written(trigger))) return false;
        onTake(offer.name);
        return true;
      case 'Tab':
        onTake(offer.name);
        return true;
      case 'Escape':
        onDismiss();
        return true;
      default:
        return false;
    }
  };
  if (!offer) return null;
  return (
    <>
      <div id={id} className="completions" role="listbox" aria-label={t(`complete.${trigger.kind}`)}>
        {offers.map((one, index) => (
          <OfferRow
            key={one.key}
            id={`${id}-${index}`}
            offer={one}
            chosen={index === at}
            onTake={() => onTake(one.name)}
          />
        ))}
      </div>
      <p className="visually-hidden" role="status">
        {t('complete.found', { count: offers.length })}
      </p>
    </>
  );
}

function written({ kind, typed }: Trigger): string {
  const sign = { person: '@', channel: '#', emoji: ':', command: '/' }[kind];
  return sign + typed.toLowerCase();
}

function OfferRow({
  id,
  offer,
  chosen,
  onTake,
}: {
  id: string;
  offer: Offer;
  chosen: boolean;
  onTake: () => void;
}): ReactNode {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the box
    <div
      id={id}
      ref={chosen ? intoView : undefined}
      className="pick"
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      // The box keeps the keys.
      onPointerDown={event => event.preventDefault()}
      onMouseDown={event => event.preventDefault()}
      onClick={onTake}
    >
      {offer.sign}
      <span className="pick-name">
        <bdi>{offer.label}</bdi>{' '}
        <span className="muted" dir="auto">
          {offer.detail}
        </span>
      </span>
    </div>
  );
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

/** The box tells of the list and of what is chosen in it, for as long as there is one. */
function useCompletedBox(
  box: RefObject<HTMLTextAreaElement | null>,
  list: string | null,
  active: string | undefined,
): void {
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !list || !active) return;
    const told = {
      'aria-autocomplete': 'list',
      'aria-haspopup': 'listbox',
      'aria-controls': list,
      'aria-activedescendant': active,
    };
    for (const [name, value] of Object.entries(told)) element.setAttribute(name, value);
    return () => {
      for (const name of Object.keys(told)) element.removeAttribute(name);
    };
  }, [box, list, active]);
}
