import type { Key } from '../language/en.ts';

/** What is set of oneself, in its parts. */
export const SECTIONS = {
  profile: 'settings.profile',
  notices: 'notices.title',
  look: 'look.title',
  devices: 'settings.devices',
  blocked: 'settings.blocked',
  emoji: 'emoji.title',
  groups: 'groups.title',
} as const satisfies Record<string, Key>;

export type Section = keyof typeof SECTIONS;

export function isSection(open: string | null): open is Section {
  return open !== null && Object.hasOwn(SECTIONS, open);
}
