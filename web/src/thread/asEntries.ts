import type { Entry, Standing } from '@parley/sdk';

/** A message as it stands, told as the entries that would make it so. */
export function asEntries(standing: Standing): Entry[] {
  const { edited, pinned, reactions, replies: _, ...message } = standing;
  const { op, conversation, messages, seq: target, at, from, id, text = '' } = message;
  const common = { op, conversation, messages, seq: target, at, target };
  return [
    message,
    ...(edited ? [{ ...common, from, kind: 'edited' as const, seq: edited.seq, id, text }] : []),
    ...(reactions ?? []).flatMap(({ emoji, users }) =>
      users.map(user => ({ ...common, from: user, kind: 'reaction' as const, emoji, added: true })),
    ),
    ...(pinned
      ? [{ ...common, from: pinned.by, kind: 'pinned' as const, seq: pinned.seq, added: true }]
      : []),
  ];
}
