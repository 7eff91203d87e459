import type { ClientState, ConversationState } from '@parley/sdk';

type Users = ClientState['users'];

export function nameOf(users: Users, id: string): string {
  const user = users[id];
  if (!user) return '…';
  return user.deleted ? 'Deleted user' : user.name;
}

export function titleOf(conversation: ConversationState, users: Users = {}): string {
  const { kind, peer, title } = conversation;
  if (kind !== 'direct') return title ?? 'Untitled';
  return peer ? (users[peer.id]?.name ?? peer.name) : 'Direct message';
}

/** "Ada", "Ada and Ben", "Ada, Ben and Cleo", in the reader's language. */
export function listOf(names: string[]): string {
  return new Intl.ListFormat(undefined, { type: 'conjunction' }).format(names);
}
