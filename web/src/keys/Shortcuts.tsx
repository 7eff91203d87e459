import { unread, unreadInThread } from '@parley/sdk';
import { useEffect, useRef, useState } from 'react';
import { useChat } from '../chat/client.ts';
import { t } from '../language/t.ts';
import { navigate, paths } from '../route.ts';
import { Search } from '../search/Search.tsx';
import { listed, neighbour } from '../sidebar/order.ts';
import { Later } from '../ui/Later.tsx';

const loadSwitcher = () => import('./Switcher.tsx');
const loadToolbar = () => import('../conversation/MessageToolbar.tsx');
const loadSheet = () => import('./ShortcutSheet.tsx');

type Open = 'switcher' | 'sheet' | 'search' | 'search-here' | null;

/** The keys that work wherever one is. A dialog or a menu that is open keeps them to itself. */
export default function Shortcuts({ selected }: { selected: string | null }) {
  const [open, setOpen] = useState<Open>(null);
  const act = useShortcut(selected, setOpen);
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  // Whoever knows the keys does not want to wait for what they open.
  useEffect(() => {
    for (const load of [loadSwitcher, loadToolbar]) load().catch(() => {});
  }, []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isCovered()) return;
      if (latest.current(event)) event.preventDefault();
      else if (isTyping(event)) composer()?.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  const close = () => setOpen(null);
  switch (open) {
    case 'switcher':
      return (
        <Later load={loadSwitcher} title={t('switcher.title')} onClose={close}>
          {({ Switcher }) => <Switcher onClose={close} />}
        </Later>
      );
    case 'sheet':
      return (
        <Later load={loadSheet} title={t('keys.title')} onClose={close}>
          {({ ShortcutSheet }) => <ShortcutSheet onClose={close} />}
        </Later>
      );
    case 'search':
    case 'search-here':
      return <Search conversation={selected} here={open === 'search-here'} onClose={close} />;
    case null:
      return null;
  }
}

/** Does what a key means; false where it means nothing. */
function useShortcut(selected: string | null, open: (what: Open) => void): (event: KeyboardEvent) => boolean {
  const { client, api } = useChat();
  const step = (steps: 1 | -1, unreadOnly: boolean) => {
    const to = neighbour(listed(client.get()), selected, steps, unreadOnly);
    if (to) navigate(paths.conversation(to.id));
  };
  const readAll = () => {
    // What could not be told stays unread, which says enough.
    for (const conversation of Object.values(client.get().conversations))
      if (unread(conversation) > 0) api.read(conversation.id, conversation.head).catch(() => {});
    for (const state of Object.values(client.get().threads))
      if (unreadInThread(state) > 0) client.markThreadRead(state.conversation, state.thread, state.last ?? 0);
  };
  return event => {
    const { key, altKey, shiftKey } = event;
    switch (withControl(event) ? `Control+${key.toLowerCase()}` : key) {
      case 'Control+k':
        open('switcher');
        return true;
      case 'Control+f':
        open('search-here');
        return true;
      case 'Control+g':
        open('search');
        return true;
      case 'Control+/':
        open('sheet');
        return true;
      case '?':
        if (isWriting()) return false;
        open('sheet');
        return true;
      case 'ArrowUp':
      case 'ArrowDown':
        if (altKey) step(key === 'ArrowUp' ? -1 : 1, shiftKey);
        return altKey;
      case 'Escape':
        if (shiftKey) readAll();
        else if (selected) client.markRead(selected);
        return true;
      case 'F6':
        nextRegion(shiftKey ? -1 : 1);
        return true;
      default:
        return false;
    }
  };
}

/** Control, or the command key of a Mac; Alt with it makes letters on some keyboards. */
function withControl({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && !altKey;
}

function isCovered(): boolean {
  return document.querySelector('dialog[open], :popover-open') !== null;
}

function isWriting(): boolean {
  return document.activeElement?.matches('input, textarea') ?? false;
}

/** A letter that would go nowhere goes into the message. */
function isTyping({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return [...key].length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey && !isWriting();
}

/** Of the thread if one is there; else, or where a thread covers it, of what can be seen. */
function composer(): HTMLElement | undefined {
  const boxes = [...document.querySelectorAll<HTMLElement>('.composer textarea')].filter(isSeen);
  return boxes.find(box => box.closest('.thread')?.contains(document.activeElement)) ?? boxes[0];
}

function isSeen(element: HTMLElement): boolean {
  return element.checkVisibility({ visibilityProperty: true });
}

const REGIONS = [
  '.conversation-row[aria-current], .conversation-row',
  '.timeline',
  '.threads-row',
  '.conversation-talk .composer textarea',
  '.thread-messages',
  '.thread .composer textarea',
  '.members button',
];

/** From the list to the messages to the box to the thread or the members, and around. */
function nextRegion(steps: 1 | -1): void {
  const regions = REGIONS.map(selector => document.querySelector<HTMLElement>(selector)).filter(
    found => found !== null && isSeen(found),
  ) as HTMLElement[];
  const parts = regions.map(region =>
    region.closest('nav, .timeline, .threads, .thread-messages, .composer, .members'),
  );
  const at = parts.findIndex(part => part?.contains(document.activeElement));
  const start = at < 0 && steps < 0 ? 0 : at;
  regions[(start + steps + regions.length) % regions.length]?.focus();
}
