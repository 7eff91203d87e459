import type { ChangedEntry, ClientState, Entry } from '@parley/sdk';
import { listOf, nameOf } from '../chat/names.ts';

type Users = ClientState['users'];

/** One line for what happened to the conversation itself. */
export function systemText(entry: Entry, users: Users): string {
  const who = nameOf(users, entry.from);
  if (entry.kind === 'changed') return `${who} ${changeText(entry, users)}`;
  if (entry.kind !== 'joined' && entry.kind !== 'left') return '';
  const others = entry.users.filter(user => user !== entry.from);
  const names = listOf(others.map(user => nameOf(users, user)));
  if (entry.seq === 1) return `${who} started the conversation${others.length > 0 ? ` with ${names}` : ''}`;
  if (others.length === 0) return `${who} ${entry.kind}`;
  if (entry.kind === 'left') return `${who} removed ${names}`;
  return `${who} added ${names}`;
}

function changeText({ title, topic, history, first, invites, member }: ChangedEntry, users: Users): string {
  if (title !== undefined) return `named the conversation “${title}”`;
  if (topic !== undefined) return topic === '' ? 'cleared the topic' : `set the topic to “${topic}”`;
  if (member)
    return `made ${nameOf(users, member.user)} ${member.role === 'member' ? 'a member' : member.role}`;
  if (history)
    return history === 'all' ? 'opened the history to new members' : 'closed the history to new members';
  if (invites) return invites === 'all' ? 'let every member add people' : 'left adding people to moderators';
  if (first !== undefined) return 'removed older messages';
  return 'changed the conversation';
}
