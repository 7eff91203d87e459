import type { ClientState, ConversationState } from '@parley/sdk';
import { locale, t } from '../language/t.ts';

type Users = ClientState['users'];

export function nameOf(users: Users, id: string): string {
  const user = users[id];
  if (!user) return '…';
  return user.deleted ? t('message.deletedUser') : user.name;
}

export function titleOf(conversation: ConversationState, users: Users = {}): string {
  const { kind, peer, title } = conversation;
  if (kind !== 'direct') return title ?? t('conversation.untitled');
  return peer ? (users[peer.id]?.name ?? peer.name) : t('conversation.direct');
}

/** "Ada", "Ada and Ben", "Ada, Ben and Cleo", in the reader's language. */
export function listOf(names: string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names);
}
