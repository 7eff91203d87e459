package chat.parley.core.notice;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which messages of a conversation somebody wants to be notified of. */
public enum NoticeRule {
    /** Each one of the main timeline, and mentions in threads. */
    ALL,
    /** Those that mention them, or everybody. */
    MENTIONS,
    NONE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of this name, or empty where there is none. */
    public static Optional<NoticeRule> of(String wireName) {
        return Arrays.stream(values())
                .filter(rule -> rule.wireName().equals(wireName))
                .findFirst();
    }
}
