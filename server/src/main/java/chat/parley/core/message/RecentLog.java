package chat.parley.core.message;

import chat.parley.core.id.ConversationId;

/**
 * Reads near the end of a log, from memory where that is known to be what the log says. Everything that changes in a
 * conversation is an entry, so what was read when the head was N holds as long as the head is N: a caller tells which head
 * it has just read (with its rights, which are never remembered), and gets nothing older, whichever server appended.
 *
 * <p>Threads: blocks where the log has to be read; call it on a virtual thread. Failure as {@link MessageLog}.
 */
public interface RecentLog {
    /** As {@link MessageLog#entries}, for a log that reaches up to {@code head} at least. */
    MessageLog.Slice entries(ConversationId conversation, long after, int limit, int maxBytes, long head);

    /** As {@link MessageLog#messages} of the newest, in a conversation whose log reaches up to {@code head} at least. */
    MessageLog.Current latest(
            ConversationId conversation, MessageLog.Viewer viewer, long first, int limit, int maxBytes, long head);

    /** What is remembered of the conversation was changed by other means than an entry. */
    void forget(ConversationId conversation);
}
