package chat.parley.app;

import chat.parley.core.account.Caller;
import chat.parley.core.reply.Reply;
import chat.parley.gateway.transport.PollTransport;
import chat.parley.http.LongPolls;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings poll requests from the HTTP side to the gateway: neither knows the other. */
final class GatewayPolls implements LongPolls {
    private final PollTransport polls;

    GatewayPolls(PollTransport polls) {
        this.polls = polls;
    }

    @Override
    public Duration hold() {
        return polls.hold();
    }

    @Override
    public boolean admits(@Nullable String origin, String host) {
        return polls.admits(origin, host);
    }

    @Override
    public void open(EventLoop loop, Caller caller, String token, byte[] body, Consumer<Reply<byte[]>> answer) {
        polls.open(loop, caller, token, body, answer);
    }

    @Override
    public void exchange(Caller caller, String poll, byte[] body, Consumer<Reply<byte[]>> answer) {
        polls.exchange(caller, poll, body, answer);
    }

    @Override
    public void end(Caller caller, String poll, Consumer<Reply<byte[]>> answer) {
        polls.end(caller, poll, answer);
    }
}
