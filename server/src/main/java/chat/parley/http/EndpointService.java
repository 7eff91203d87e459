package chat.parley.http;

import chat.parley.core.account.Caller;
import chat.parley.wire.ErrorCode;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves one endpoint: collects the body (but where the endpoint wants it as it comes), moves to a virtual thread,
 * authenticates, asks the endpoint, and turns whatever comes of it into a response.
 */
final class EndpointService implements HttpService {
    private static final Duration BUSY_RETRY = Duration.ofSeconds(1);

    private final Routes.Declared declared;
    private final Shared shared;

    EndpointService(Routes.Declared declared, Shared shared) {
        this.declared = declared;
        this.shared = shared;
    }

    /** What all endpoints share; {@code places} bounds the requests worked on at a time. */
    record Shared(
            Authentication authentication,
            ClientAddress clientAddress,
            Executor threads,
            Semaphore places,
            HttpMetrics metrics) {}

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        long started = System.nanoTime();
        CompletableFuture<AggregatedHttpRequest> received = declared.streamed()
                ? CompletableFuture.completedFuture(AggregatedHttpRequest.of(request.headers()))
                : request.aggregate();
        return HttpResponse.of(received.handleAsync((body, failure) -> answer(context, body, failure), shared.threads())
                .thenCompose(answer -> answer)
                .thenApply(answer -> respond(answer, started)));
    }

    private CompletableFuture<Answer> answer(
            ServiceRequestContext context, @Nullable AggregatedHttpRequest request, @Nullable Throwable failure) {
        return request == null
                ? CompletableFuture.completedFuture(new Answer.Refusal(Problems.of(failure, declared.path())))
                : inOnePlace(context, request);
    }

    /** A request that is held takes no place while it waits. */
    private CompletableFuture<Answer> inOnePlace(ServiceRequestContext context, AggregatedHttpRequest request) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        if (!shared.places().tryAcquire()) {
            answer.complete(Answer.refused(ErrorCode.UNAVAILABLE, "too many requests at once", BUSY_RETRY));
            return answer;
        }
        try {
            ask(context, request, answer::complete);
        } catch (RuntimeException failure) {
            answer.complete(new Answer.Refusal(Problems.of(failure, declared.path())));
        } finally {
            shared.places().release();
        }
        return answer;
    }

    private void ask(ServiceRequestContext context, AggregatedHttpRequest request, Consumer<Answer> answer) {
        InetAddress peer = context.remoteAddress().getAddress();
        InetAddress address = shared.clientAddress().of(peer, request.headers().get("x-forwarded-for"));
        if (declared.open()) {
            declared.endpoint().answer(new Call(context, request, address, null), answer);
            return;
        }
        Optional<Caller> caller = shared.authentication().caller(request.headers());
        if (caller.isPresent()) {
            declared.endpoint().answer(new Call(context, request, address, caller.get()), answer);
        } else {
            answer.accept(
                    new Answer.Refusal(Problem.unauthenticated("an access token is needed, and this is no good one")));
        }
    }

    private HttpResponse respond(Answer answer, long started) {
        if (answer instanceof Answer.Refusal(Problem problem)) {
            shared.metrics().refused(problem.code());
        }
        return switch (answer) {
            case Answer.Whole whole -> {
                AggregatedHttpResponse response = Responses.of(whole);
                answered(response.status().code(), started);
                yield Responses.of(response);
            }
            case Answer.Streamed streamed -> {
                answered(streamed.status(), started);
                yield Responses.of(streamed, shared.threads());
            }
            case Answer.Poured poured -> {
                answered(200, started);
                yield Responses.of(poured, shared.threads());
            }
        };
    }

    private void answered(int status, long started) {
        shared.metrics()
                .answered(
                        declared.method().name(),
                        declared.path(),
                        status,
                        Duration.ofNanos(System.nanoTime() - started));
    }
}
