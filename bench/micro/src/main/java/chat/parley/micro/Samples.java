package chat.parley.micro;

import chat.parley.wire.Entry;
import java.time.Instant;

/** What people say, as the load generator says it: 120 bytes. */
public final class Samples {
    public static final String TEXT =
            "The harbour chart is ready, with seven contours instead of ten: have a look whether the soundings can be read at night.";

    private Samples() {}

    /** A message as the log hands it out. */
    public static Entry entry() {
        return new Entry(
                "0CHWK9N4Q2V7R",
                48_211,
                47_960,
                Instant.parse("2026-12-01T08:30:15.123Z"),
                "0CHWK9N4PZ3XA",
                Entry.Message.plain("0198c1d4-7f3a-7c55-9f5e-0d6a2b1c3e4f", TEXT));
    }
}
