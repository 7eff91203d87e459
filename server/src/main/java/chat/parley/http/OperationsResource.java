package chat.parley.http;

import chat.parley.wire.ErrorCode;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Probes for an orchestrator, metrics for Prometheus. */
public final class OperationsResource implements Resource {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Optional<String> metricsToken;
    private final List<ReadinessCheck> checks;
    private final PrometheusMeterRegistry registry;

    public OperationsResource(HttpConfig config, List<ReadinessCheck> checks, PrometheusMeterRegistry registry) {
        this.metricsToken = config.metricsToken();
        this.checks = List.copyOf(checks);
        this.registry = registry;
    }

    @Override
    public void declare(Routes routes) {
        routes.open(HttpMethod.GET, "/health/live", call -> Answer.ok(Map.of("live", true)));
        routes.open(HttpMethod.GET, "/health/ready", call -> ready());
        routes.open(HttpMethod.GET, "/metrics", this::metrics);
    }

    private Answer ready() {
        Map<String, Boolean> results = new LinkedHashMap<>();
        checks.forEach(check -> results.put(check.name(), check.ready().getAsBoolean()));
        boolean ready = !results.containsValue(false);
        return new Answer.Body(ready ? 200 : 503, new Readiness(ready, results));
    }

    private Answer metrics(Call call) {
        return local(call) || holdsToken(call)
                ? new Answer.Text(200, PROMETHEUS_TEXT, registry.scrape())
                : Answer.refused(ErrorCode.FORBIDDEN, "metrics are for this machine, or for the metrics token");
    }

    /** A proxy on this machine also connects from loopback, but says that it speaks for another. */
    private static boolean local(Call call) {
        return call.peer().isLoopbackAddress()
                && call.header("x-forwarded-for").isEmpty()
                && call.header("forwarded").isEmpty()
                && call.header(HttpHeaderNames.VIA).isEmpty();
    }

    private boolean holdsToken(Call call) {
        Optional<String> shown = call.bearer();
        return metricsToken.isPresent() && shown.isPresent() && same(metricsToken.get(), shown.get());
    }

    private static boolean same(String expected, String shown) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    private record Readiness(boolean ready, Map<String, Boolean> checks) {}
}
