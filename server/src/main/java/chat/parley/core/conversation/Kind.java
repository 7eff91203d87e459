package chat.parley.core.conversation;

import java.util.Locale;

/** What sort of conversation it is. The ordinal is stored: append only. */
public enum Kind {
    /** Exactly two members, one a pair. */
    DIRECT,
    /** Private, by invitation. */
    GROUP,
    /** Listed, open to join. */
    CHANNEL;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
