/** What the page offers, by the names that people type and screen readers say. Any other emoji can be reacted with by whoever comes first. */
export const EMOJI: readonly (readonly [emoji: string, name: string])[] = [
  ['👍', 'thumbs up'],
  ['❤️', 'heart'],
  ['😂', 'tears of joy'],
  ['🎉', 'party'],
  ['👀', 'eyes'],
  ['🙏', 'thanks'],
  ['😮', 'surprised'],
  ['😢', 'sad'],
  ['😀', 'grinning'],
  ['😄', 'smile'],
  ['😊', 'blush'],
  ['😉', 'wink'],
  ['😍', 'heart eyes'],
  ['🤔', 'thinking'],
  ['😅', 'sweat smile'],
  ['🙃', 'upside down'],
  ['😎', 'cool'],
  ['😴', 'sleeping'],
  ['😡', 'angry'],
  ['🤯', 'mind blown'],
  ['🥳', 'celebrating'],
  ['😬', 'grimace'],
  ['🤷', 'shrug'],
  ['🤦', 'facepalm'],
  ['👎', 'thumbs down'],
  ['👏', 'clap'],
  ['🙌', 'raised hands'],
  ['👌', 'ok'],
  ['🤝', 'handshake'],
  ['💪', 'strong'],
  ['👋', 'wave'],
  ['🫶', 'heart hands'],
  ['✅', 'done'],
  ['❌', 'cross'],
  ['❓', 'question'],
  ['❗', 'exclamation'],
  ['⚠️', 'warning'],
  ['💯', 'hundred'],
  ['🔥', 'fire'],
  ['⭐', 'star'],
  ['💡', 'idea'],
  ['🚀', 'rocket'],
  ['🐛', 'bug'],
  ['☕', 'coffee'],
  ['🍰', 'cake'],
  ['🎂', 'birthday'],
  ['☀️', 'sun'],
  ['🌊', 'wave of water'],
];

/** Those that stand in the toolbar itself. */
export const QUICK = EMOJI.slice(0, 3);

const names = new Map(EMOJI);

export function emojiName(emoji: string): string {
  return names.get(emoji) ?? emoji;
}
