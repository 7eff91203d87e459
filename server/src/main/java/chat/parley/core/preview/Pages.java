package chat.parley.core.preview;

import java.net.URI;
import java.util.Optional;

/**
 * Looks at pages elsewhere, on behalf of whoever was sent a link to them: so a link may have been written to make this server
 * reach what its writer cannot.
 *
 * <p>No address but a public one is ever connected to, whatever a name is resolved to and wherever a page leads on. Threads: any, at the
 * same time; blocks as long as the bounds allow. Failure: {@link Look.Nothing} or {@link Look.Busy}, never an exception.
 */
public interface Pages {
    /** What is known of it without looking. */
    Optional<Look> known(URI link);

    /** Looks, or waits for whoever looks already. What came of it is remembered for a while, {@link Look.Busy} excepted. */
    Look look(URI link);

    /** What came of it. */
    sealed interface Look {
        record Found(Preview preview) implements Look {}

        /** There is no page, or none that says anything, or none that may be looked at. */
        record Nothing() implements Look {}

        /** Too many are looked at at the moment. */
        record Busy() implements Look {}
    }
}
