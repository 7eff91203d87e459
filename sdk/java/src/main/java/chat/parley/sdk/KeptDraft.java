package chat.parley.sdk;

import org.jspecify.annotations.Nullable;

/**
 * What the caller began to write.
 *
 * @param thread the root of the thread; null for the conversation itself
 * @param revision another one with each change
 */
public record KeptDraft(String conversation, @Nullable Long thread, String text, long revision) {}
