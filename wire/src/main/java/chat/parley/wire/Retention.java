package chat.parley.wire;

import org.jspecify.annotations.Nullable;

/**
 * How much of a conversation is kept: what is younger than {@code days} days, and of that the newest {@code messages} messages. Null where
 * the one or the other has no end.
 */
public record Retention(@Nullable Long days, @Nullable Long messages) {
    /** All of it, for ever. */
    public static final Retention NONE = new Retention(null, null);

    public boolean none() {
        return days == null && messages == null;
    }
}
