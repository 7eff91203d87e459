package chat.parley.http;

import chat.parley.core.account.Authenticator;
import chat.parley.wire.ErrorCode;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceBindingBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** The endpoints of all resources, ready to be served. */
public final class HttpApi {
    private static final Set<HttpMethod> METHODS = EnumSet.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    private final Routes routes = new Routes();
    private final HttpMetrics metrics;
    private final EndpointService.Shared shared;

    public HttpApi(HttpConfig config, Authenticator authenticator, List<Resource> resources, MeterRegistry registry) {
        resources.forEach(resource -> resource.declare(routes));
        metrics = new HttpMetrics(registry);
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("http-", 0).factory());
        shared = new EndpointService.Shared(
                new Authentication(authenticator),
                new ClientAddress(config.trustedProxies()),
                threads,
                new Semaphore(config.maxConcurrentRequests()),
                metrics);
    }

    void register(ServerBuilder server) {
        Map<String, EnumSet<HttpMethod>> methods = new LinkedHashMap<>();
        for (Routes.Declared declared : routes.declared()) {
            ServiceBindingBuilder route = server.route().path(declared.path()).methods(declared.method());
            if (declared.streamed()) {
                route.maxRequestLength(0);
            }
            route.build(new EndpointService(declared, shared));
            methods.computeIfAbsent(declared.path(), path -> EnumSet.noneOf(HttpMethod.class))
                    .add(declared.method());
        }
        methods.forEach((path, known) -> refuseOtherMethods(server, path, known));
        server.route().get(Problems.SOCKET).build((context, request) -> misdirected());
        server.serviceUnder("/v1/", (context, request) -> refuse(Problem.notFound("no such endpoint")));
        server.errorHandler(new ProblemErrorHandler(metrics));
    }

    /** RFC 9110 asks for 405 and {@code Allow}; the protocol has no code of its own for it, so the code is bad_request. */
    private void refuseOtherMethods(ServerBuilder server, String path, EnumSet<HttpMethod> known) {
        EnumSet<HttpMethod> others = EnumSet.copyOf(METHODS);
        others.removeAll(known);
        String allow = known.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        HttpService refusal = (context, request) -> {
            metrics.refused(ErrorCode.BAD_REQUEST);
            return Responses.of(Responses.problem(
                    new Problem(ErrorCode.BAD_REQUEST, 405, "allowed here: " + allow, null), "allow", allow));
        };
        server.route().path(path).methods(others).build(refusal);
    }

    /** Without an upgrade; Armeria refuses one by itself, and {@link ProblemErrorHandler} says the same. */
    private HttpResponse misdirected() {
        metrics.refused(Problems.MISDIRECTED.code());
        return Responses.of(Responses.problem(Problems.MISDIRECTED, "connection", "close"));
    }

    private HttpResponse refuse(Problem problem) {
        metrics.refused(problem.code());
        return Responses.of(Responses.problem(problem));
    }
}
