package chat.parley.sdk;

import org.jspecify.annotations.Nullable;

/**
 * What notifies the caller where they chose nothing else for a conversation, by its kind: {@code all}, {@code mentions} or
 * {@code none}.
 *
 * @param quiet null where nothing is ever quiet
 */
public record NotificationPreferences(
        String direct,
        String group,
        String channel,
        @Nullable QuietHours quiet) {}
