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
  const lines = [
    title !== undefined && t('system.title', { who, title }),
    topic !== undefined && t(topic === '' ? 'system.topicCleared' : 'system.topic', { who, topic }),
    member && t(MADE[member.role], { who, name: nameOf(users, member.user) }),
    history && t(history === 'all' ? 'system.historyOpened' : 'system.historyClosed', { who }),
    invites && t(invites === 'all' ? 'system.invitesAll' : 'system.invitesModerators', { who }),
    retention && t('system.retention', { who }),
    first !== undefined && t('system.older', { who }),
  ].filter(line => typeof line === 'string');
  return lines.join('. ') || t('system.changed', { who });
}
