package chat.parley.core.bus;

import java.util.Locale;

/** What a user has of their own that is no conversation's state. */
public enum OwnThing {
    /** What they want to be notified of, and when. */
    NOTIFICATIONS,
    /** Which messages they saved. */
    SAVED,
    /** What they began to write. */
    DRAFTS,
    /** What they have sent later. */
    SCHEDULED;

    /** As on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
