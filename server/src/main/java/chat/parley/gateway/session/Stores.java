package chat.parley.gateway.session;

import chat.parley.core.conversation.Conversations;
import chat.parley.core.message.MessageLog;
import chat.parley.core.sync.LogTail;
import chat.parley.core.sync.SyncStore;

/** What delivery reads. */
public record Stores(MessageLog log, Conversations conversations, SyncStore sync, LogTail tail, Company company) {}
