package chat.parley.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;

/** Gives what Armeria itself refuses (no request at all, a timeout, an upgrade) the shape of every other problem. */
final class ProblemErrorHandler implements ServerErrorHandler {
    private final HttpMetrics metrics;

    ProblemErrorHandler(HttpMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
        return Responses.of(counted(Problems.of(cause, context.config().route().patternString())));
    }

    @Override
    public AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext context,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        if (headers != null && Problems.SOCKET.equals(path(headers))) {
            metrics.refused(Problems.MISDIRECTED.code());
            return Responses.problem(Problems.MISDIRECTED, "connection", "close");
        }
        return counted(Problems.ofStatus(status));
    }

    private static String path(RequestHeaders headers) {
        String path = headers.path();
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    private AggregatedHttpResponse counted(Problem problem) {
        metrics.refused(problem.code());
        return Responses.problem(problem);
    }
}
