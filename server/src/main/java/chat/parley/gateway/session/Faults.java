package chat.parley.gateway.session;

/**
 * Ways to break delivery on purpose, so that the suite can show that it would notice. No configuration, flag, property or
 * environment variable reaches them: the server has {@link #NONE}, and only launchers among the tests put others in.
 *
 * @param noHealing nothing lost is fetched: neither gaps nor what the tail of the log shows
 * @param clockCursor cursors go out with time, whether or not what they cover was delivered
 * @param leftIgnored a {@code left} does not end anybody's interest
 */
public record Faults(boolean noHealing, boolean clockCursor, boolean leftIgnored) {
    public static final Faults NONE = new Faults(false, false, false);
}
