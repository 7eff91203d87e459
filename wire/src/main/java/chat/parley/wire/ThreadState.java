package chat.parley.wire;

import org.jspecify.annotations.Nullable;

/**
 * A thread as one caller follows it. Unread is {@code threadMessages - readMessages} where it is followed, else nothing.
 *
 * @param thread the number of its root
 * @param following whether the caller follows it, or does no longer
 * @param read the caller's marker in it, a seq of the conversation
 * @param readMessages how many of its messages lie up to the marker
 * @param threadMessages how many it has, recalled ones included
 * @param last the newest of them, null where there is none
 * @param mentions the caller's unread mentions in it
 * @param conversationMentions the caller's unread mentions in the whole conversation: reading a thread reads those in it
 * @param version grows with each change of {@code following} and the marker: of two states the greater one is newer
 */
public record ThreadState(
        String conversation,
        long thread,
        boolean following,
        long read,
        long readMessages,
        long threadMessages,
        @Nullable Long last,
        long mentions,
        long conversationMentions,
        long version) {}
