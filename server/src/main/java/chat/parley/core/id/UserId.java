package chat.parley.core.id;

import java.util.Optional;
import java.util.OptionalLong;

/** Names a user. Never negative. */
public record UserId(long value) implements Comparable<UserId> {
    private static final char PREFIX = 'u';

    /** The identifier that this text names, or empty where it names none. */
    public static Optional<UserId> parse(String text) {
        OptionalLong value = TextId.parse(PREFIX, text);
        return value.isPresent() ? Optional.of(new UserId(value.getAsLong())) : Optional.empty();
    }

    @Override
    public int compareTo(UserId other) {
        return Long.compare(value, other.value);
    }

    /** The text form, as on the wire. */
    @Override
    public String toString() {
        return TextId.format(PREFIX, value);
    }
}
