package chat.parley.http;

import chat.parley.core.account.Origin;
import chat.parley.core.account.OwnSessions;
import chat.parley.core.account.RefreshSession;
import chat.parley.core.account.Session;
import chat.parley.core.account.SignIn;
import chat.parley.core.account.TokenPair;
import chat.parley.core.id.SessionId;
import com.linecorp.armeria.common.HttpMethod;
import java.util.List;

/** Signing in, staying signed in, and ending it. {@code current} stands for the caller's own session. */
public final class SessionResource implements Resource {
    private final SignIn signIn;
    private final RefreshSession refresh;
    private final OwnSessions own;

    public SessionResource(SignIn signIn, RefreshSession refresh, OwnSessions own) {
        this.signIn = signIn;
        this.refresh = refresh;
        this.own = own;
    }

    @Override
    public void declare(Routes routes) {
        routes.open(HttpMethod.POST, "/v1/sessions", this::signIn);
        routes.open(HttpMethod.POST, "/v1/sessions/refresh", this::refresh);
        routes.get("/v1/sessions", this::list);
        routes.delete("/v1/sessions/{session}", this::end);
    }

    private Answer signIn(Call call) {
        Credentials shown = call.body(Credentials.class);
        Origin origin = new Origin(call.address(), call.userAgent());
        return Replies.answer(
                signIn.signIn(shown.handle(), shown.password(), origin),
                signedIn -> Answer.created(AccountBodies.Entrance.of(signedIn)));
    }

    private Answer refresh(Call call) {
        return Replies.answer(
                refresh.refresh(call.body(Refresh.class).refreshToken()), pair -> Answer.ok(Pair.of(pair)));
    }

    private Answer list(Call call) {
        SessionId current = call.caller().session();
        return Answer.ok(new SessionList(own.list(call.caller()).stream()
                .map(session -> Device.of(session, session.id().equals(current)))
                .toList()));
    }

    private Answer end(Call call) {
        String named = call.path("session");
        SessionId session = named.equals("current")
                ? call.caller().session()
                : SessionId.parse(named).orElseThrow(() -> new RefusedRequest(Problem.notFound("no such session")));
        return Replies.answer(own.end(call.caller(), session), ended -> Answer.nothing());
    }

    private record Credentials(String handle, String password) {}

    private record Refresh(String refreshToken) {}

    private record Pair(String accessToken, String refreshToken, long expiresIn) {
        static Pair of(TokenPair pair) {
            return new Pair(
                    pair.accessToken(), pair.refreshToken(), pair.expiresIn().toSeconds());
        }
    }

    private record Device(String id, String device, String createdAt, String usedAt, boolean current) {
        static Device of(Session session, boolean current) {
            return new Device(
                    session.id().toString(),
                    session.device(),
                    Times.text(session.createdAt()),
                    Times.text(session.issuedAt()),
                    current);
        }
    }

    private record SessionList(List<Device> sessions) {}
}
