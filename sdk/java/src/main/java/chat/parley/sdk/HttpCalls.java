package chat.parley.sdk;

import chat.parley.wire.ErrorCode;
import chat.parley.wire.WireLimits;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
        String token = credentials == null ? null : credentials.accessToken();
        HttpResponse<byte[]> answer = send(method, path, body, token);
        if (answer.statusCode() == UNAUTHENTICATED && credentials != null && token != null) {
            answer = send(method, path, body, credentials.refresh(token));
        }
        if (answer.statusCode() >= BAD) {
            throw refused(answer);
        }
        JsonNode content = answer.body().length == 0 ? MissingNode.getInstance() : mapper.readTree(answer.body());
        return new Answer(answer.statusCode(), content);
    }

    private HttpResponse<byte[]> send(String method, String path, @Nullable JsonNode body, @Nullable String token)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).timeout(TIMEOUT);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            request.method(method, BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body)));
        }
        try {
            return http.send(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException(method + " " + path);
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private Refused refused(HttpResponse<byte[]> answer) throws IOException {
        JsonNode problem = problem(answer.body());
        ErrorCode code = problem.hasNonNull("code")
                ? ErrorCode.of(problem.get("code").asText())
                : BY_STATUS.getOrDefault(answer.statusCode(), ErrorCode.INTERNAL);
        String detail = problem.path("detail").asText(problem.path("title").asText("status " + answer.statusCode()));
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
