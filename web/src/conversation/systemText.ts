import type { ChangedEntry, ClientState, Entry } from '@parley/sdk';
import { listOf, nameOf } from '../chat/names.ts';
import { t } from '../language/t.ts';

type Users = ClientState['users'];

/** One line for what happened to the conversation itself. */
export function systemText(entry: Entry, users: Users): string {
  const who = nameOf(users, entry.from);
  if (entry.kind === 'changed') return changeText(who, entry, users);
  if (entry.kind !== 'joined' && entry.kind !== 'left') return '';
  const others = entry.users.filter(user => user !== entry.from);
  const names = listOf(others.map(user => nameOf(users, user)));
  if (entry.seq === 1) return t(others.length > 0 ? 'system.startedWith' : 'system.started', { who, names });
  if (others.length === 0) return t(entry.kind === 'joined' ? 'system.joined' : 'system.left', { who });
  return t(entry.kind === 'joined' ? 'system.added' : 'system.removed', { who, names });
}

const MADE = {
  member: 'system.madeMember',
  moderator: 'system.madeModerator',
  owner: 'system.madeOwner',
} as const;

function changeText(who: string, entry: ChangedEntry, users: Users): string {
  const { title, topic, history, first, invites, member, retention } = entry;
  if (title !== undefined) return t('system.title', { who, title });
  if (topic !== undefined) return t(topic === '' ? 'system.topicCleared' : 'system.topic', { who, topic });
  if (member) return t(MADE[member.role], { who, name: nameOf(users, member.user) });
  if (history) return t(history === 'all' ? 'system.historyOpened' : 'system.historyClosed', { who });
  if (invites) return t(invites === 'all' ? 'system.invitesAll' : 'system.invitesModerators', { who });
  if (retention) return t('system.retention', { who });
  return t(first !== undefined ? 'system.older' : 'system.changed', { who });
}
