package chat.parley.gateway.session;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ways to break delivery on purpose, so that the suite can show that it would notice. No configuration, flag or environment
 * variable reaches them: only a test's launcher sets the system property.
 *
 * @param noHealing nothing lost is fetched: neither gaps nor what the tail of the log shows
 * @param clockCursor cursors go out with time, whether or not what they cover was delivered
 * @param leftIgnored a {@code left} does not end anybody's interest
 */
public record Faults(boolean noHealing, boolean clockCursor, boolean leftIgnored) {
    /** The system property that names the wanted faults, by comma. */
    public static final String PROPERTY = "parley.test.gateway.faults";

    public static final Faults NONE = new Faults(false, false, false);

    /** What the launcher of this process asked for: none, outside tests. */
    public static Faults ofThisProcess() {
        List<String> wanted = List.of(System.getProperty(PROPERTY, "").split(","));
        Faults faults = new Faults(
                wanted.contains("no-healing"), wanted.contains("clock-cursor"), wanted.contains("left-ignored"));
        if (!faults.equals(NONE)) {
            Logger log = LoggerFactory.getLogger(Faults.class);
            log.error("this server is BROKEN ON PURPOSE for a test: {}", faults);
        }
        return faults;
    }
}
