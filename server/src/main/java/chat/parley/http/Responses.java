package chat.parley.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.stream.StreamMessage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers and problems as bytes and headers. */
final class Responses {
    static final String JSON = "application/json";
    private static final Logger LOG = LoggerFactory.getLogger(Responses.class);
    private static final int BUFFER = 64 * 1024;
    private static final String PROBLEM = "application/problem+json";

    private Responses() {}

    static AggregatedHttpResponse of(Answer.Whole answer) {
        return switch (answer) {
            case Answer.Body body -> bytes(body.status(), JSON, Json.write(body.value()));
            case Answer.Json json -> bytes(200, JSON, json.bytes());
            case Answer.Nothing nothing ->
                AggregatedHttpResponse.of(headers(204).build());
            case Answer.Bare bare ->
                AggregatedHttpResponse.of(
                        headers(bare.status()).set(bare.headers()).build());
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

    /** @param reading where the bytes are read, as fast as the other end takes them */
    static HttpResponse of(Answer.Streamed answer, Executor reading) {
        ResponseHeaders headers = headers(answer.status())
                .set(answer.headers())
                .contentLength(answer.length())
                .build();
        StreamMessage<HttpData> bytes = StreamMessage.fromOutputStream(out -> copy(answer, out), reading);
        HttpResponse response = HttpResponse.of(headers, bytes);
        response.whenComplete().whenComplete((sent, failure) -> close(answer.bytes()));
        return response;
    }

    /** @param making where the bytes are made */
    static HttpResponse of(Answer.Poured answer, Executor making) {
        ResponseHeaders headers = headers(200).set(answer.headers()).build();
        StreamMessage<HttpData> bytes = StreamMessage.fromOutputStream(out -> pour(answer, out), making);
        HttpResponse response = HttpResponse.of(headers, bytes);
        response.whenComplete().whenComplete((sent, failure) -> answer.end().run());
        return response;
    }

    private static void pour(Answer.Poured answer, OutputStream out) {
        try {
            answer.bytes().to(out);
            out.close();
        } catch (IOException cut) {
            LOG.info("an answer was cut off: {}", cut.getMessage());
            throw new UncheckedIOException(cut);
        }
    }

    private static void copy(Answer.Streamed answer, OutputStream out) {
        byte[] buffer = new byte[BUFFER];
        long left = answer.length();
        try {
            while (left > 0) {
                int read = answer.bytes().read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new EOFException(left + " bytes are missing");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
            out.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void close(InputStream bytes) {
        try {
            bytes.close();
        } catch (IOException failed) {
            LOG.warn("what was sent could not be closed: {}", failed.toString());
        }
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
