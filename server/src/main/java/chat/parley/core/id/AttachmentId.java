package chat.parley.core.id;

import java.util.Optional;
import java.util.OptionalLong;

/** Names an attachment. Never negative. */
public record AttachmentId(long value) {
    private static final char PREFIX = 'a';

    /** The identifier that this text names, or empty where it names none. */
    public static Optional<AttachmentId> parse(String text) {
        OptionalLong value = TextId.parse(PREFIX, text);
        return value.isPresent() ? Optional.of(new AttachmentId(value.getAsLong())) : Optional.empty();
    }

    /** The text form, as on the wire. */
    @Override
    public String toString() {
        return TextId.format(PREFIX, value);
    }
}
