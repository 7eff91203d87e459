package chat.parley.core.id;

import java.util.Optional;
import java.util.OptionalLong;

/** Names a sign-in session, of which a user has one a device. Never negative. */
public record SessionId(long value) implements Comparable<SessionId> {
    private static final char PREFIX = 's';

    /** The identifier that this text names, or empty where it names none. */
    public static Optional<SessionId> parse(String text) {
        OptionalLong value = TextId.parse(PREFIX, text);
        return value.isPresent() ? Optional.of(new SessionId(value.getAsLong())) : Optional.empty();
    }

    @Override
    public int compareTo(SessionId other) {
        return Long.compare(value, other.value);
    }

    /** The text form, as on the wire. */
    @Override
    public String toString() {
        return TextId.format(PREFIX, value);
    }
}
