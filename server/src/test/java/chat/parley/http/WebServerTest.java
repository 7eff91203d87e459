package chat.parley.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.core.account.Caller;
import chat.parley.core.account.Role;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import chat.parley.wire.Entry;
import chat.parley.wire.ErrorCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.HttpHeaders;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every endpoint, shown on the real server with endpoints made for it. */
class WebServerTest {
    private static final Caller ADA = new Caller(new UserId(1), new SessionId(2), Role.MEMBER);
    private static final Entry ENTRY = new Entry(
            "c1", 42, 39, Instant.EPOCH, "u1", Entry.Message.plain("018f4e2a-7c3b-7b2a-8c3d-5e6f7a8b9c0d", "hi"));
    private static final String TOKEN = "good";

    private static Path pages;
    private static WebServer shared;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private static final AtomicInteger CONNECTIONS = new AtomicInteger();
    private static final BlockingQueue<String> ENDED = new LinkedBlockingQueue<>();
    private WebServer server = shared;

    record Body(
            String text,
            long number,
            @Nullable Boolean flag,
            @Nullable List<String> list) {}

    @BeforeAll
    static void serve(@TempDir Path directory) throws IOException {
        pages = directory;
        Files.writeString(pages.resolve("index.html"), "<!doctype html><title>page</title>");
        Files.createDirectory(pages.resolve("assets"));
        Files.writeString(pages.resolve("assets/app-1a2b.js"), "console.log(1)");
        shared = start(HttpConfig.defaults().port(0).pages(pages));
    }

    @AfterAll
    static void stop() {
        shared.close();
    }

    @AfterEach
    void closeWhatTheTestOpened() {
        client.close();
        if (server != shared) {
            server.close();
        }
    }

    private static WebServer start(HttpConfig config) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ReadinessCheck store = new ReadinessCheck("store", () -> true);
        ReadinessCheck draining = new ReadinessCheck("open", () -> false);
        HttpApi api = new HttpApi(
                config,
                token -> token.equals(TOKEN) ? Optional.of(ADA) : Optional.empty(),
                List.of(WebServerTest::probes, new OperationsResource(config, List.of(store, draining), registry)),
                registry);
        WebServer started = new WebServer(config, api, new PageFiles(config.pages()), WebServerTest::hook);
        started.start();
        return started;
    }

    private HttpConfig with(Optional<String> metricsToken, int maxConcurrentRequests) {
        HttpConfig usual = HttpConfig.defaults();
        return new HttpConfig(
                usual.host(),
                0,
                pages,
                List.of(),
                metricsToken,
                usual.maxBody(),
                usual.maxConnections(),
                maxConcurrentRequests,
                usual.requestTimeout(),
                usual.idleTimeout());
    }

    private static void hook(ChannelPipeline pipeline) {
        CONNECTIONS.incrementAndGet();
    }

    private static void probes(Routes routes) {
        routes.get(
                "/v1/probe/me",
                call -> Answer.ok(Map.of("user", call.caller().user().toString())));
        routes.get("/v1/probe/{name}", call -> Answer.ok(Map.of("name", call.path("name"), "limit", call.limit())));
        routes.post("/v1/probe", call -> Answer.created(call.body(Body.class)));
        routes.delete("/v1/probe", call -> Answer.nothing());
        routes.get("/v1/time", call -> Answer.ok(Map.of("at", Instant.parse("2026-11-24T01:02:03Z"))));
        routes.get("/v1/state", call -> Answer.ok(Map.of("entries", List.of(ENTRY))));
        routes.get("/v1/bug", call -> {
            throw new IllegalStateException("secret detail");
        });
        routes.get("/v1/outage", call -> {
            throw new UncheckedIOException(new IOException("store gone"));
        });
        routes.get("/v1/busy", call -> Answer.refused(ErrorCode.RATE_LIMITED, "slower", Duration.ofMillis(1_500)));
        routes.get("/v1/pour/{how}", WebServerTest::poured);
        routes.get("/v1/thread", call -> Answer.ok(Thread.currentThread().isVirtual()));
    }

    /** Bytes that are made until there are enough of them, or until making them fails. */
    private static Answer poured(Call call) {
        String how = call.path("how");
        return new Answer.Poured(
                HttpHeaders.of(),
                out -> {
                    out.write(new byte[1_000]);
                    switch (how) {
                        case "cut" -> throw new IOException("the session has ended");
                        case "outage" -> throw new UncheckedIOException(new IOException("store gone"));
                        default -> out.write(new byte[1_000]);
                    }
                },
                () -> ENDED.add(how));
    }

    @Test
    void answersJsonToTheCallerOfTheToken() throws Exception {
        HttpResponse<String> response = get("/v1/probe/me");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json.readTree(response.body()).get("user").asText())
                .isEqualTo(ADA.user().toString());
        assertThat(response.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(response.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    }

    @Test
    void runsEndpointsOnVirtualThreads() throws Exception {
        assertThat(get("/v1/thread").body()).isEqualTo("true");
    }

    @Test
    void refusesAnythingButAGoodToken() throws Exception {
        for (String authorization : List.of("", "Bearer", "Bearer bad", "Basic Z29vZA==", TOKEN)) {
            HttpResponse<String> response = send(request("/v1/probe/me").setHeader("Authorization", authorization));

            assertProblem(response, 401, "unauthenticated");
            assertThat(response.headers().firstValue("www-authenticate"))
                    .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer"));
        }
    }

    @Test
    void prefersAnExactPathToAParameter() throws Exception {
        assertThat(get("/v1/probe/other").body()).contains("\"name\":\"other\"");
        assertThat(get("/v1/probe/me").body()).contains("user");
    }

    @Test
    void readsBodiesStrictlyAndNamesTheWrongField() throws Exception {
        assertThat(post("{\"text\":\"a\",\"number\":3,\"unknown\":{\"x\":1}}").statusCode())
                .isEqualTo(201);
        assertRefusedBody("", "body");
        assertRefusedBody("not json", "JSON");
        assertRefusedBody("{\"text\":\"a\",\"number\":3", "");
        assertRefusedBody("{\"text\":\"a\",\"number\":3} {}", "");
        assertRefusedBody("[]", "object");
        assertRefusedBody("null", "object");
        assertRefusedBody("{\"number\":3}", "text");
        assertRefusedBody("{\"text\":null,\"number\":3}", "text");
        assertRefusedBody("{\"text\":\"a\"}", "number");
        assertRefusedBody("{\"text\":7,\"number\":3}", "text");
        assertRefusedBody("{\"text\":true,\"number\":3}", "text");
        assertRefusedBody("{\"text\":\"a\",\"number\":\"3\"}", "number");
        assertRefusedBody("{\"text\":\"a\",\"number\":3.5}", "number");
        assertRefusedBody("{\"text\":\"a\",\"number\":99999999999999999999}", "number");
        assertRefusedBody("{\"text\":\"a\\u0000\",\"number\":3}", "text");
        assertRefusedBody("{\"text\":\"\\ud800\",\"number\":3}", "text");
        assertRefusedBody("{\"text\":\"a\",\"number\":3,\"flag\":\"true\"}", "flag");
        assertRefusedBody("{\"text\":\"a\",\"number\":3,\"list\":[\"a\",null]}", "list");
        assertRefusedBody("{\"text\":\"a\",\"number\":3,\"list\":[1]}", "list[0]");
        assertRefusedBody("{\"text\":\"a\",\"number\":3,\"deep\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}", "");
    }

    private void assertRefusedBody(String body, String detail) throws Exception {
        HttpResponse<String> response = post(body);
        assertProblem(response, 400, "bad_request");
        assertThat(json.readTree(response.body()).get("detail").asText())
                .as(body)
                .contains(detail);
    }

    @Test
    void refusesBytesThatAreNoUtf8() throws Exception {
        byte[] body = "{\"text\":\"\u00e9\",\"number\":3}".getBytes(StandardCharsets.ISO_8859_1);
        assertProblem(send(request("/v1/probe").POST(BodyPublishers.ofByteArray(body))), 400, "bad_request");
    }

    @Test
    void refusesABodyOverTheLimit() throws Exception {
        String body = "{\"text\":\"" + "a".repeat(HttpConfig.defaults().maxBody()) + "\",\"number\":3}";
        assertProblem(post(body), 413, "too_large");
    }

    @Test
    void saysNotFoundForUnknownEndpoints() throws Exception {
        assertProblem(get("/v1/nothing/here"), 404, "not_found");
        assertProblem(send(request("/v1/nothing").POST(BodyPublishers.ofString("{}"))), 404, "not_found");
    }

    @Test
    void saysWhichMethodsAPathAllows() throws Exception {
        HttpResponse<String> response = send(request("/v1/probe").PUT(BodyPublishers.ofString("{}")));

        assertProblem(response, 405, "bad_request");
        assertThat(response.headers().firstValue("allow")).hasValue("POST, DELETE");
    }

    @Test
    void hidesWhatWentWrongBehindAnIncident() throws Exception {
        HttpResponse<String> response = get("/v1/bug");

        assertProblem(response, 500, "internal");
        assertThat(response.body()).contains("incident").doesNotContain("secret", "IllegalState");
    }

    @Test
    void saysUnavailableWhileTheStoreIsAway() throws Exception {
        HttpResponse<String> response = get("/v1/outage");

        assertProblem(response, 503, "unavailable");
        assertThat(json.readTree(response.body()).get("retryAfterMs").asLong()).isPositive();
    }

    @Test
    void cutsOffWhatFailsWhileItIsMadeAndSaysThatItHasEnded() throws Exception {
        assertThat(get("/v1/pour/whole").body()).hasSize(2_000);
        assertThat(ended()).isEqualTo("whole");
        for (String how : List.of("cut", "outage")) {
            assertThatThrownBy(() -> get("/v1/pour/" + how)).isInstanceOf(IOException.class);
            assertThat(ended()).isEqualTo(how);
        }
    }

    private static @Nullable String ended() throws InterruptedException {
        return ENDED.poll(90, TimeUnit.SECONDS);
    }

    @Test
    void roundsRetryAfterUp() throws Exception {
        HttpResponse<String> response = get("/v1/busy");

        assertProblem(response, 429, "rate_limited");
        assertThat(json.readTree(response.body()).get("retryAfterMs").asLong()).isEqualTo(1_500);
        assertThat(response.headers().firstValue("retry-after")).hasValue("2");
    }

    @Test
    void cutsAPageAtTheLimitAndRefusesNonsense() throws Exception {
        assertThat(get("/v1/probe/x").body()).contains("\"limit\":50");
        assertThat(get("/v1/probe/x?limit=100000").body()).contains("\"limit\":200");
        for (String limit : List.of("0", "-1", "many", "99999999999999999999", "%00")) {
            assertProblem(get("/v1/probe/x?limit=" + limit), 400, "bad_request");
        }
    }

    @Test
    void writesTimesWithMilliseconds() throws Exception {
        assertThat(get("/v1/time").body()).isEqualTo("{\"at\":\"2026-11-24T01:02:03.000Z\"}");
    }

    @Test
    void writesValuesOfTheContractAsOnTheSocket() throws Exception {
        assertThat(get("/v1/state").body())
                .contains("\"kind\":\"message\"", "\"at\":\"1970-01-01T00:00:00.000Z\"")
                .doesNotContain("null", "recalled", "replyTo");
    }

    @Test
    void sendsASocketThatCameTooLateAwayAndClosesItsConnection() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("""
                            GET /v1/socket?route=u1 HTTP/1.1\r
                            Host: localhost\r
                            Connection: Upgrade\r
                            Upgrade: websocket\r
                            Sec-WebSocket-Version: 13\r
                            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                            \r
                            """.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 421").containsIgnoringCase("connection: close");
        }
    }

    @Test
    void handsEveryPipelineToTheGateway() throws Exception {
        get("/health/live");
        assertThat(CONNECTIONS.get()).isPositive();
    }

    @Test
    void answersGarbageWithoutHarm() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("\u0000\u0001garbage\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            socket.getInputStream().readAllBytes();
        }
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void reportsHealth() throws Exception {
        assertThat(get("/health/live").body()).isEqualTo("{\"live\":true}");
        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).isEqualTo("{\"ready\":false,\"checks\":{\"store\":true,\"open\":false}}");
    }

    @Test
    void showsMetricsToThisMachineOnly() throws Exception {
        get("/v1/probe/me");
        get("/v1/busy");
        send(HttpRequest.newBuilder(uri("/v1/probe/me")));
        String metrics = get("/metrics").body();

        assertThat(metrics)
                .contains("parley_http_requests_seconds_count{method=\"GET\",route=\"/v1/probe/me\",status=\"200\"}")
                .contains("parley_http_refusals_total{code=\"rate_limited\"}")
                .contains("parley_http_auth_failures_total ");
        assertProblem(send(request("/metrics").header("X-Forwarded-For", "192.0.2.1")), 403, "forbidden");
    }

    @Test
    void showsMetricsToTheMetricsTokenFromAnywhere() throws Exception {
        server = start(with(Optional.of("scraper"), 1_000));

        HttpRequest.Builder proxied = request("/metrics").setHeader("X-Forwarded-For", "192.0.2.1");
        assertThat(send(proxied.setHeader("Authorization", "Bearer scraper")).statusCode())
                .isEqualTo(200);
        assertThat(send(proxied.setHeader("Authorization", "Bearer other")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void refusesMoreRequestsThanItHasPlacesFor() throws Exception {
        HttpConfig one = with(Optional.empty(), 1);
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        Resource slow = routes -> routes.get("/v1/slow", call -> {
            entered.countDown();
            await(leave);
            return Answer.nothing();
        });
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        HttpApi api = new HttpApi(one, token -> Optional.of(ADA), List.of(slow), registry);
        server = new WebServer(one, api, new PageFiles(pages), WebServerTest::hook);
        server.start();

        var first = client.sendAsync(request("/v1/slow").build(), BodyHandlers.ofString());
        await(entered);
        assertProblem(get("/v1/slow"), 503, "unavailable");
        leave.countDown();
        assertThat(first.join().statusCode()).isEqualTo(204);
    }

    @Test
    void servesThePageForItsOwnPlaces() throws Exception {
        for (String path : List.of("/", "/index.html", "/c/c123", "/setup")) {
            HttpResponse<String> response = get(path);

            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(response.body()).contains("<title>page</title>");
            assertThat(response.headers().firstValue("cache-control")).hasValue("no-cache");
            assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/html");
            assertThat(response.headers().firstValue("content-security-policy").orElse(""))
                    .contains("default-src 'self'", "frame-ancestors 'none'");
            assertThat(response.headers().firstValue("referrer-policy")).hasValue("no-referrer");
        }
    }

    @Test
    void letsBrowsersKeepAssetsForEver() throws Exception {
        HttpResponse<String> asset = get("/assets/app-1a2b.js");

        assertThat(asset.body()).isEqualTo("console.log(1)");
        assertThat(asset.headers().firstValue("cache-control").orElse("")).contains("immutable");
        assertThat(asset.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(get("/assets/gone.js").statusCode()).isEqualTo(404);
    }

    @Test
    void servesNothingOutsideThePages() throws Exception {
        Files.writeString(pages.resolveSibling(pages.getFileName() + "-secret.txt"), "secret");
        for (String path : List.of("/../" + pages.getFileName() + "-secret.txt", "/%2e%2e/x", "/..%2fx")) {
            assertThat(get(path).body()).as(path).doesNotContain("secret\n").isNotEqualTo("secret");
        }
    }

    @Test
    void saysSoWhereThePageIsNotBuilt() throws Exception {
        server = start(HttpConfig.defaults().port(0).pages(pages.resolve("nowhere")));

        HttpResponse<String> response = get("/");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("has not been built");
    }

    private void assertProblem(HttpResponse<String> response, int status, String code) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        JsonNode problem = json.readTree(response.body());
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("code").asText()).isEqualTo(code);
        assertThat(problem.get("title").asText()).isNotBlank();
        assertThat(problem.get("detail").asText()).isNotBlank();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private HttpResponse<String> post(String body) throws Exception {
        return send(request("/v1/probe").POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + TOKEN);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(90, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
