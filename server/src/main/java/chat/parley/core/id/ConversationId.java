package chat.parley.core.id;

import java.util.Optional;
import java.util.OptionalLong;

/** Names a conversation. Never negative. */
public record ConversationId(long value) implements Comparable<ConversationId> {
    private static final char PREFIX = 'c';

    /** The identifier that this text names, or empty where it names none. */
    public static Optional<ConversationId> parse(String text) {
        OptionalLong value = TextId.parse(PREFIX, text);
        return value.isPresent() ? Optional.of(new ConversationId(value.getAsLong())) : Optional.empty();
    }

    @Override
    public int compareTo(ConversationId other) {
        return Long.compare(value, other.value);
    }

    /** The text form, as on the wire. */
    @Override
    public String toString() {
        return TextId.format(PREFIX, value);
    }
}
