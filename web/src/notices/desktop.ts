import type { ClientState, MessageEntry } from '@parley/sdk';
import { nameOf, titleOf } from '../chat/names.ts';
import { t } from '../language/t.ts';
import { asLine } from '../markdown/asLine.ts';
import { paths } from '../route.ts';

const OFF = 'parley.noDesktopNotices';
/** So much of a message is shown. */
const BODY_CHARACTERS = 200;

/** Whether this browser can notify, and how it was answered when it asked. */
export function permission(): NotificationPermission | 'unsupported' {
  return 'Notification' in window ? Notification.permission : 'unsupported';
}

export function isOn(): boolean {
  return permission() === 'granted' && localStorage.getItem(OFF) === null;
}

/** To be called by a gesture only: browsers ask nobody else's user. */
export async function turn(on: boolean): Promise<void> {
  if (on) {
    localStorage.removeItem(OFF);
    await Notification.requestPermission();
  } else localStorage.setItem(OFF, 'true');
}

/** What a notification of a message says, and where it leads. */
export function noticeOf(message: MessageEntry, { conversations, users }: ClientState) {
  const { conversation, seq, thread, broadcast, from, text, files } = message;
  const state = conversations[conversation];
  const name = nameOf(users, from);
  const inGroup = state && state.kind !== 'direct';
  const words = (text && asLine(text)) || t('notices.files', { count: files?.length ?? 0 });
  return {
    title: inGroup ? t('notices.said', { name, title: titleOf(state, users) }) : name,
    body: words.length > BODY_CHARACTERS ? `${words.slice(0, BODY_CHARACTERS)}…` : words,
    path: thread && !broadcast ? paths.reply(conversation, thread, seq) : paths.message(conversation, seq),
    tag: `${conversation}/${seq}`,
  };
}
