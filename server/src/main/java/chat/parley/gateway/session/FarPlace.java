package chat.parley.gateway.session;

/**
 * The place of one session in one conversation of which it gets heads instead of entries. Its session knows it too, so that
 * it is found without a walk.
 */
final class FarPlace {
    /** The {@link #index} of a place whose session has not come as far as the far side yet. */
    static final int BEHIND = -1;

    final Session session;
    final Feed feed;
    /** The client was told that entries up to here exist. */
    long told;
    /** What waited for a slow reader when it was told last: until it has read some of that it is told nothing more. */
    long unreadThen = Long.MAX_VALUE;
    /** Whether a slow reader was not told of a marker, since it was not told of the entry either. */
    boolean receiptMissed;
    /** Whether an entry beyond {@link #told} mentions the user. */
    boolean mentioned;
    /** Where it stands on the far side, or {@link #BEHIND}. */
    int index = BEHIND;

    FarPlace(Session session, Feed feed, long told) {
        this.session = session;
        this.feed = feed;
        this.told = told;
    }
}
