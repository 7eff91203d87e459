package chat.parley.http;

import chat.parley.wire.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** What the HTTP side counts. */
final class HttpMetrics {
    private final MeterRegistry registry;

    HttpMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** {@code route} is the declared pattern, never the path, so that ids do not become labels. */
    void answered(String method, String route, int status, Duration took) {
        registry.timer("parley.http.requests", "method", method, "route", route, "status", Integer.toString(status))
                .record(took);
    }

    /** Authentication fails for want of a good token or password. */
    void refused(ErrorCode code) {
        registry.counter("parley.http.refusals", "code", code.wireName()).increment();
        if (code == ErrorCode.UNAUTHENTICATED) {
            registry.counter("parley.http.auth.failures").increment();
        }
    }
}
