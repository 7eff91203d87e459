export { type Account, type AccountChanges, type DeviceSession, OwnAccount } from './account.ts';
export { Bot, type BotOptions, type Placing } from './bot.ts';
export { type ClientOptions, ParleyClient } from './client.ts';
export type { ConnectionState, EndReason, Socket, SocketConstructor } from './connection.ts';
export type { CustomEmoji, CustomEmojis, EmojiCalls } from './emoji.ts';
export type { ClientEvents } from './events.ts';
export * from './frames.ts';
export type { GroupCalls, GroupList, GroupSummary, GroupWish, UserGroup } from './groups.ts';
export {
  Api,
  ApiError,
  type FollowedThread,
  type Hit,
  type Hits,
  type Link,
  type LinkPreview,
  type LinkPreviews,
  type Member,
  type Members,
  type MessagePage,
  type PinnedMessages,
  type Properties,
  type ReceiptPage,
  type Search,
  type Threads,
  type TokenStore,
  type Tokens,
} from './http.ts';
export { IndexedDbStore } from './indexed-db.ts';
export type { LogView } from './log.ts';
export {
  callsFor,
  DAYS,
  type Day,
  DEFAULT_PREFERENCES,
  isMuted,
  type NoticeChoice,
  type NoticeRule,
  type Preferences,
  type QuietHours,
  ruleOf,
} from './notices.ts';
export { type Context, MOST_FILES, MOST_MENTIONS, namesOf, type Pending } from './outbox.ts';
export type { Mention, MentionPage, OwnCalls, SavedPage } from './own.ts';
export type { Scheduled, ScheduledCalls, ScheduledChange, ScheduledPage } from './scheduled.ts';
export { amended, type ClientState, tickedBelow, unread, unreadInThread } from './state.ts';
export { draftKey, MemoryStore, placeOf, type Store } from './store.ts';
export { BrowserTabs, type Tabs } from './tabs.ts';
export { type Upload, upload } from './upload.ts';
export { uuidv7 } from './uuid.ts';
