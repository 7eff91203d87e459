package chat.parley.core.id;

import java.util.Optional;
import java.util.OptionalLong;

/** Names a user group. Never negative. */
public record UserGroupId(long value) {
    private static final char PREFIX = 'g';

    /** The identifier that this text names, or empty where it names none. */
    public static Optional<UserGroupId> parse(String text) {
        OptionalLong value = TextId.parse(PREFIX, text);
        return value.isPresent() ? Optional.of(new UserGroupId(value.getAsLong())) : Optional.empty();
    }

    /** The text form, as on the wire. */
    @Override
    public String toString() {
        return TextId.format(PREFIX, value);
    }
}
