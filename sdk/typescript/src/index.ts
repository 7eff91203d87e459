export { ParleyClient } from './client.ts';
export type { ConnectionState, EndReason } from './connection.ts';
export * from './frames.ts';
export { Api, ApiError, type Member, type Members, type TokenStore, type Tokens } from './http.ts';
export type { LogView } from './log.ts';
export type { Pending } from './outbox.ts';
export { amended, type ClientState, unread } from './state.ts';
export { uuidv7 } from './uuid.ts';
