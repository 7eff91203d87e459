package chat.parley.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The protocol's HTTP calls, as a raw client makes them. */
final class Http {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();

    private final Supplier<URI> server;
    private final String token;
    private final Map<String, String> headers;

    private Http(Supplier<URI> server, String token, Map<String, String> headers) {
        this.server = server;
        this.token = token;
        this.headers = headers;
    }

    static Http anonymous(ServerProcess server) {
        return new Http(server::address, "", Map.of());
    }

    static Http at(URI server) {
        return new Http(() -> server, "", Map.of());
    }

    Http as(String accessToken) {
        return new Http(server, accessToken, headers);
    }

    /** The same, as a proxy that speaks for this address. */
    Http forwardedFor(String address) {
        return with("X-Forwarded-For", address);
    }

    /** The same, as a browser says it for a page of this origin. */
    Http from(String pageOrigin) {
        return with("Origin", pageOrigin);
    }

    /** The same, with one more header. */
    Http with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Http(server, token, Map.copyOf(more));
    }

    Answer get(String path) {
        return call("GET", path, "");
    }

    Answer delete(String path) {
        return call("DELETE", path, "");
    }

    Answer post(String path, JsonNode body) {
        return call("POST", path, body.toString());
    }

    Answer put(String path, JsonNode body) {
        return call("PUT", path, body.toString());
    }

    Answer patch(String path, JsonNode body) {
        return call("PATCH", path, body.toString());
    }

    /** Sends {@code body} as it is, JSON or not. */
    Answer call(String method, String path, String body) {
        return call(method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    Answer call(String method, String path, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.get().resolve(path))
                .timeout(Duration.ofSeconds(90))
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (body.length > 0) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A status and what came with it. */
    record Answer(int status, HttpResponse<String> response) {
        JsonNode body() {
            return Json.parse(response.body());
        }

        String code() {
            return body().path("code").asText();
        }

        /** The body, once the status is one of the good ones. */
        JsonNode ok() {
            if (status < 200 || status > 299) {
                throw new AssertionError(
                        response.request().method() + " " + response.uri() + ": " + status + " " + response.body());
            }
            return body();
        }
    }
}
