package chat.parley.http;

import chat.parley.wire.ErrorCode;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where an exception becomes a problem. */
final class Problems {
    static final String SOCKET = "/v1/socket";

    /**
     * The sniffer takes the socket's connections before Armeria sees them. What arrives here came behind another request on a
     * connection that a proxy used again, and must come back on one of its own (RFC 9110 section 15.5.20).
     */
    static final Problem MISDIRECTED =
            new Problem(ErrorCode.BAD_REQUEST, 421, "the socket needs a connection of its own", null);

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final Duration STORE_RETRY = Duration.ofSeconds(2);

    private Problems() {}

    /** {@code route} is the declared pattern, for the log. */
    static Problem of(@Nullable Throwable failure, String route) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause(), route);
            case RefusedRequest refused -> refused.problem();
            case ContentTooLargeException tooLarge -> Problem.of(ErrorCode.TOO_LARGE, "the body is too large");
            case RequestTimeoutException slow ->
                Problem.retryable(ErrorCode.UNAVAILABLE, "the request took too long", STORE_RETRY);
            case HttpStatusException status -> ofStatus(status.httpStatus());
            case UncheckedIOException unreachable -> unreachable(unreachable, route);
            case null, default -> internal(failure, route);
        };
    }

    /** For what the HTTP machinery itself refuses. */
    static Problem ofStatus(HttpStatus status) {
        ErrorCode code = switch (status.code()) {
            case 401 -> ErrorCode.UNAUTHENTICATED;
            case 403 -> ErrorCode.FORBIDDEN;
            case 404 -> ErrorCode.NOT_FOUND;
            case 413 -> ErrorCode.TOO_LARGE;
            case 503 -> ErrorCode.UNAVAILABLE;
            default -> status.isServerError() ? ErrorCode.INTERNAL : ErrorCode.BAD_REQUEST;
        };
        return new Problem(code, status.code(), status.reasonPhrase(), null);
    }

    private static Problem unreachable(UncheckedIOException failure, String route) {
        LOG.warn("{}: the store cannot be reached: {}", route, failure.getMessage());
        return Problem.retryable(ErrorCode.UNAVAILABLE, "the store cannot be reached now", STORE_RETRY);
    }

    /** The caller gets a number to quote, and nothing of what happened. */
    private static Problem internal(@Nullable Throwable failure, String route) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        LOG.error("{}: failed with incident {}", route, id, failure);
        return Problem.of(ErrorCode.INTERNAL, "something is wrong on our side; it is in the log as incident " + id);
    }
}
