package chat.parley.sdk;

import chat.parley.wire.ErrorCode;
import chat.parley.wire.WireLimits;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One HTTP call: JSON there, JSON back, problems (RFC 9457) as {@link Refused}, a stale token renewed once. */
final class HttpCalls {
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Room for a page of the largest size and what frames it. */
    private static final int MAX_ANSWER_BYTES = 2 * WireLimits.SERVER_FRAME_BYTES;

    private static final int BAD = 400;
    private static final int UNAUTHENTICATED = 401;
    private static final Map<Integer, ErrorCode> BY_STATUS = byStatus();

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient http;
    private final URI server;
    private final @Nullable Credentials credentials;

    HttpCalls(HttpClient http, URI server, @Nullable Credentials credentials) {
        this.http = http;
        this.server = URI.create(server.toString().replaceFirst("/+$", ""));
        this.credentials = credentials;
    }

    ObjectNode object() {
        return mapper.createObjectNode();
    }

    /** {@code body} is missing where there was none. */
    record Answer(int status, JsonNode body) {}

    JsonNode get(String path) throws IOException, Refused, SignedOut {
        return call("GET", path, null).body();
    }

    Answer call(String method, String path, @Nullable JsonNode body) throws IOException, Refused, SignedOut {
        HttpResponse<byte[]> answer = authorized(path, TIMEOUT, request -> {
            if (body == null) {
                request.method(method, BodyPublishers.noBody());
            } else {
                request.header("Content-Type", "application/json");
                request.method(method, BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body)));
            }
            return exchange(request, inMemory());
        });
        return content(answer);
    }

    /** A call whose body is a file. */
    JsonNode upload(String path, Path file, Duration timeout) throws IOException, Refused, SignedOut {
        HttpResponse<byte[]> answer = authorized(path, timeout, request -> {
            request.header("Content-Type", "application/octet-stream").POST(BodyPublishers.ofFile(file));
            return exchange(request, inMemory());
        });
        return content(answer).body();
    }

    /** A call whose answer is a file; a refusal leaves {@code file} as it was, one that breaks off leaves what came. */
    void download(String path, Path file, Duration timeout) throws IOException, Refused, SignedOut {
        HttpResponse<InputStream> answer =
                authorized(path, timeout, request -> exchange(request, BodyHandlers.ofInputStream()));
        try (InputStream bytes = answer.body()) {
            if (answer.statusCode() >= BAD) {
                throw refused(answer.statusCode(), bytes.readNBytes(MAX_ANSWER_BYTES));
            }
            Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private interface Exchange<T> {
        HttpResponse<T> run(HttpRequest.Builder request) throws IOException;
    }

    private <T> HttpResponse<T> authorized(String path, Duration timeout, Exchange<T> exchange)
            throws IOException, Refused, SignedOut {
        String token = credentials == null ? null : credentials.accessToken();
        HttpResponse<T> answer = exchange.run(request(path, timeout, token));
        return answer.statusCode() == UNAUTHENTICATED && credentials != null && token != null
                ? exchange.run(request(path, timeout, credentials.refresh(token)))
                : answer;
    }

    private HttpRequest.Builder request(String path, Duration timeout, @Nullable String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).timeout(timeout);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private <T> HttpResponse<T> exchange(HttpRequest.Builder asked, BodyHandler<T> handler) throws IOException {
        HttpRequest request = asked.build();
        try {
            return http.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException(
                    request.method() + " " + request.uri().getPath());
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private static BodyHandler<byte[]> inMemory() {
        return BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES);
    }

    private Answer content(HttpResponse<byte[]> answer) throws IOException, Refused {
        if (answer.statusCode() >= BAD) {
            throw refused(answer.statusCode(), answer.body());
        }
        JsonNode content = answer.body().length == 0 ? MissingNode.getInstance() : mapper.readTree(answer.body());
        return new Answer(answer.statusCode(), content);
    }

    private Refused refused(int status, byte[] body) throws IOException {
        JsonNode problem = problem(body);
        ErrorCode code = problem.hasNonNull("code")
                ? ErrorCode.of(problem.get("code").asText())
                : BY_STATUS.getOrDefault(status, ErrorCode.INTERNAL);
        String detail = problem.path("detail").asText(problem.path("title").asText("status " + status));
        Long retryAfterMs = problem.hasNonNull("retryAfterMs")
                ? (Long) problem.get("retryAfterMs").asLong()
                : null;
        return new Refused(code, detail, retryAfterMs);
    }

    /** A proxy in between answers with pages of its own. */
    private JsonNode problem(byte[] body) throws IOException {
        try {
            return body.length == 0 ? MissingNode.getInstance() : mapper.readTree(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static Map<Integer, ErrorCode> byStatus() {
        Map<Integer, ErrorCode> codes = new TreeMap<>();
        for (ErrorCode code : ErrorCode.values()) {
            codes.put(code.status(), code);
        }
        return Map.copyOf(codes);
    }
}
