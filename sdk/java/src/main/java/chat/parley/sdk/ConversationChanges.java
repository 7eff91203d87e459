package chat.parley.sdk;

import org.jspecify.annotations.Nullable;

/**
 * Properties of a conversation to change; null stays as it is.
 *
 * @param topic an empty one clears it
 * @param history {@code all} or {@code joined}: what a new member may see
 * @param invites {@code moderators} or {@code all}: who may add members
 */
public record ConversationChanges(
        @Nullable String title,
        @Nullable String topic,
        @Nullable String history,
        @Nullable String invites) {}
