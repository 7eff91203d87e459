package chat.parley.http;

import chat.parley.core.account.Caller;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.channel.EventLoop;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One request, as an endpoint sees it: already authenticated, its parameters read strictly. */
final class Call {
    /** How many items a page holds where the caller does not say. */
    static final int DEFAULT_LIMIT = 50;
    /** How many items a page holds at most. */
    static final int MAX_LIMIT = 200;

    private final ServiceRequestContext context;
    private final AggregatedHttpRequest request;
    private final InetAddress address;
    private final @Nullable Caller caller;

    Call(ServiceRequestContext context, AggregatedHttpRequest request, InetAddress address, @Nullable Caller caller) {
        this.context = context;
        this.request = request;
        this.address = address;
        this.caller = caller;
    }

    /** Who calls. Only endpoints declared open have nobody here, and must not ask. */
    Caller caller() {
        return Objects.requireNonNull(caller, "an open endpoint has no caller");
    }

    /** The client's address, as far as it can be trusted. */
    InetAddress address() {
        return address;
    }

    /** The address of whoever opened the connection. */
    InetAddress peer() {
        return context.remoteAddress().getAddress();
    }

    String path(String name) {
        return Objects.requireNonNull(context.pathParam(name), name);
    }

    /** A number in the path; what is no number names nothing. */
    long pathNumber(String name) {
        try {
            return Long.parseLong(path(name));
        } catch (NumberFormatException notANumber) {
            throw new RefusedRequest(Problem.notFound("no such " + name));
        }
    }

    Optional<String> query(String name) {
        Optional<String> value = Optional.ofNullable(context.queryParam(name));
        if (value.isPresent() && !Json.wellFormed(value.get())) {
            throw RefusedRequest.badRequest(name + " holds U+0000 or half a surrogate pair");
        }
        return value;
    }

    /** A whole number of 0 or more. */
    Optional<Long> queryNumber(String name) {
        return query(name).map(text -> number(name, text));
    }

    /** The page size asked for; more than {@link #MAX_LIMIT} is cut, not refused. */
    int limit() {
        long wanted = queryNumber("limit").orElse((long) DEFAULT_LIMIT);
        if (wanted < 1) {
            throw RefusedRequest.badRequest("limit must be at least 1");
        }
        return (int) Math.min(wanted, MAX_LIMIT);
    }

    Optional<String> header(CharSequence name) {
        return Optional.ofNullable(request.headers().get(name));
    }

    /** The token shown, good or not. */
    Optional<String> bearer() {
        return Authentication.bearer(request.headers());
    }

    /** What the client called: a host, perhaps with a port. */
    String authority() {
        return Objects.requireNonNullElse(request.authority(), "");
    }

    /** The event loop of the client's connection. */
    EventLoop eventLoop() {
        return context.eventLoop().withoutContext();
    }

    /** The answer may take so much longer than others. */
    void mayWait(Duration longest) {
        context.setRequestTimeout(TimeoutMode.EXTEND, longest);
    }

    String userAgent() {
        return header(HttpHeaderNames.USER_AGENT).orElse("");
    }

    /** The body as it came. */
    byte[] bytes() {
        return request.content().array();
    }

    /** The body as it comes, of an endpoint that was declared so. */
    InputStream stream() {
        return context.request().split().body().toInputStream();
    }

    /** How long the body will be, where the client says so. */
    OptionalLong length() {
        long length = context.request().headers().contentLength();
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    /** The body, read into a record: components without {@code @Nullable} are required. */
    <T extends Record> T body(Class<T> type) {
        if (request.content().isEmpty()) {
            throw RefusedRequest.badRequest("the body is missing");
        }
        return Json.read(bytes(), type);
    }

    private static long number(String name, String text) {
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw RefusedRequest.badRequest(name + " must be a whole number");
        }
        throw RefusedRequest.badRequest(name + " must not be negative");
    }
}
