package chat.parley.http;

import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import java.util.function.Consumer;

/** Long polling, where a socket cannot pass. */
public final class PollResource implements Resource {
    private final LongPolls polls;

    public PollResource(LongPolls polls) {
        this.polls = polls;
    }

    @Override
    public void declare(Routes routes) {
        routes.held(HttpMethod.POST, "/v1/poll", this::open);
        routes.held(HttpMethod.POST, "/v1/poll/{poll}", this::exchange);
        routes.held(HttpMethod.DELETE, "/v1/poll/{poll}", this::end);
    }

    private void open(Call call, Consumer<Answer> answer) {
        requireOrigin(call);
        call.mayWait(polls.hold());
        String token = call.bearer().orElseThrow();
        polls.open(call.eventLoop(), call.caller(), token, call.bytes(), json(answer));
    }

    private void exchange(Call call, Consumer<Answer> answer) {
        requireOrigin(call);
        call.mayWait(polls.hold());
        polls.exchange(call.caller(), call.path("poll"), call.bytes(), json(answer));
    }

    private void end(Call call, Consumer<Answer> answer) {
        requireOrigin(call);
        polls.end(
                call.caller(),
                call.path("poll"),
                reply -> answer.accept(Replies.answer(reply, ended -> Answer.nothing())));
    }

    /** As for the socket: a page of another origin does not speak here, whatever token it got hold of. */
    private void requireOrigin(Call call) {
        String origin = call.header(HttpHeaderNames.ORIGIN).orElse(null);
        if (!polls.admits(origin, call.authority())) {
            throw new RefusedRequest(Problem.of(ErrorCode.FORBIDDEN, "this origin is not admitted"));
        }
    }

    private static Consumer<Reply<byte[]>> json(Consumer<Answer> answer) {
        return reply -> answer.accept(Replies.answer(reply, Answer.Json::new));
    }
}
