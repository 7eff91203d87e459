package chat.parley.core.bus;

import java.util.Locale;

/**
 * How somebody is shown to those who may know. Several devices make one person by the first of these that any of them is:
 * who asked on one of them not to be disturbed meant the person; else one device in use makes them online, however many lie
 * idle; away is left where all do.
 */
public enum Availability {
    /** Connected, and asks not to be disturbed. */
    DND,
    ONLINE,
    AWAY,
    OFFLINE;

    /** Of two devices, or of all at one node and all at another. */
    public Availability and(Availability other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** As on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that a client may say of itself by this name: {@code online}, {@code away} or {@code dnd}. */
    public static Availability said(String wireName) {
        return switch (wireName) {
            case "online" -> ONLINE;
            case "away" -> AWAY;
            case "dnd" -> DND;
            default -> throw new IllegalArgumentException("nobody says " + wireName + " of themselves");
        };
    }
}
