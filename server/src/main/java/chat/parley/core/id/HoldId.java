package chat.parley.core.id;

import java.util.Optional;
import java.util.OptionalLong;

/** Names a legal hold. Never negative. */
public record HoldId(long value) {
    private static final char PREFIX = 'h';

    /** The identifier that this text names, or empty where it names none. */
    public static Optional<HoldId> parse(String text) {
        OptionalLong value = TextId.parse(PREFIX, text);
        return value.isPresent() ? Optional.of(new HoldId(value.getAsLong())) : Optional.empty();
    }

    /** The text form, as on the wire. */
    @Override
    public String toString() {
        return TextId.format(PREFIX, value);
    }
}
