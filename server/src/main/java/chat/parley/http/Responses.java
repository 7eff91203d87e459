package chat.parley.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers and problems as bytes and headers. */
final class Responses {
    static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private Responses() {}

    static AggregatedHttpResponse of(Answer answer) {
        return switch (answer) {
            case Answer.Body body -> bytes(body.status(), JSON, Json.write(body.value()));
            case Answer.Json json -> bytes(200, JSON, json.bytes());
            case Answer.Nothing nothing ->
                AggregatedHttpResponse.of(headers(204).build());
            case Answer.Text text ->
                bytes(
                        text.status(),
                        text.contentType(),
                        HttpData.ofUtf8(text.text()).array());
            case Answer.Refusal refusal -> problem(refusal.problem());
        };
    }

    /** A problem, with further headers as name and value in turn. */
    static AggregatedHttpResponse problem(Problem problem, String... more) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", HttpStatus.valueOf(problem.status()).reasonPhrase());
        body.put("status", problem.status());
        body.put("detail", problem.detail());
        body.put("code", problem.code().wireName());
        ResponseHeadersBuilder headers = headers(problem.status()).set(HttpHeaderNames.CONTENT_TYPE, PROBLEM);
        if (problem.retryAfter() != null) {
            body.put("retryAfterMs", problem.retryAfter().toMillis());
            headers.setLong(HttpHeaderNames.RETRY_AFTER, problem.retryAfterSeconds());
        }
        if (problem.status() == 401) {
            headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"parley\"");
        }
        for (int i = 0; i < more.length; i += 2) {
            headers.set(more[i], more[i + 1]);
        }
        return AggregatedHttpResponse.of(headers.build(), HttpData.wrap(Json.write(body)));
    }

    static HttpResponse of(AggregatedHttpResponse response) {
        return response.toHttpResponse();
    }

    private static AggregatedHttpResponse bytes(int status, String contentType, byte[] content) {
        ResponseHeaders headers =
                headers(status).set(HttpHeaderNames.CONTENT_TYPE, contentType).build();
        return AggregatedHttpResponse.of(headers, HttpData.wrap(content));
    }

    /** What is answered here belongs to one caller and is never a page. */
    private static ResponseHeadersBuilder headers(int status) {
        return ResponseHeaders.builder(status)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    }
}
