package chat.parley.core.message;

import java.util.Optional;
import java.util.regex.Pattern;

/** What an emoji of the workspace is called. In texts and reactions it stands between colons. */
public record EmojiName(String value) {
    /** Of the contract, for people. */
    public static final String RULE = "2 to 32 of a-z, 0-9, _, + and -";

    private static final Pattern GOOD = Pattern.compile("[a-z0-9_+-]{2,32}");

    public EmojiName {
        if (!GOOD.matcher(value).matches()) {
            throw new IllegalArgumentException("a name has " + RULE);
        }
    }

    public static Optional<EmojiName> parse(String text) {
        return GOOD.matcher(text).matches() ? Optional.of(new EmojiName(text)) : Optional.empty();
    }

    /** The name in {@code :name:}; empty where the text is not exactly that. */
    public static Optional<EmojiName> inColons(String text) {
        return text.length() > 2 && text.startsWith(":") && text.endsWith(":")
                ? parse(text.substring(1, text.length() - 1))
                : Optional.empty();
    }

    /** As it stands in texts and reactions. */
    public String written() {
        return ":" + value + ":";
    }

    @Override
    public String toString() {
        return value;
    }
}
