package chat.parley.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signing in and out, and who may come in. */
public final class SessionCalls {
    private final HttpCalls calls;
    private final Answers answers;

    SessionCalls(HttpCalls calls, Answers answers) {
        this.calls = calls;
        this.answers = answers;
    }

    /** Makes an account and signs in. {@code invite} is null where registration is open. */
    public SignedIn register(String handle, String password, String name, @Nullable String invite)
            throws IOException, Refused, SignedOut {
        ObjectNode body =
                calls.object().put("handle", handle).put("password", password).put("name", name);
        if (invite != null) {
            body.put("invite", invite);
        }
        return answers.signedIn(calls.call("POST", "/v1/accounts", body).body());
    }

    public SignedIn signIn(String handle, String password) throws IOException, Refused, SignedOut {
        ObjectNode body = calls.object().put("handle", handle).put("password", password);
        return answers.signedIn(calls.call("POST", "/v1/sessions", body).body());
    }

    SignedIn refresh(String refreshToken) throws IOException, Refused {
        ObjectNode body = calls.object().put("refreshToken", refreshToken);
        try {
            return answers.signedIn(
                    calls.call("POST", "/v1/sessions/refresh", body).body());
        } catch (SignedOut impossible) {
            throw new IllegalStateException("signed out of no session", impossible);
        }
    }

    /** The caller's sessions, last used first. */
    public List<DeviceSession> list() throws IOException, Refused, SignedOut {
        return Answers.list(calls.get("/v1/sessions").path("sessions"), SessionCalls::session);
    }

    /** Ends one of the caller's sessions: its connections at once, its tokens within 2 s. */
    public void revoke(String session) throws IOException, Refused, SignedOut {
        calls.call("DELETE", "/v1/sessions/" + ApiPath.part(session), null);
    }

    /** Ends the caller's own session. */
    public void signOut() throws IOException, Refused, SignedOut {
        revoke("current");
    }

    /** Invites people as {@code member}, {@code guest}, {@code moderator} or {@code admin}; moderators and administrators may. */
    public Invite invite(String role, int expiresInHours, int uses) throws IOException, Refused, SignedOut {
        ObjectNode body = calls.object()
                .put("role", role)
                .put("expiresInHours", expiresInHours)
                .put("uses", uses);
        JsonNode made = calls.call("POST", "/v1/invites", body).body();
        return new Invite(
                made.path("invite").asText(),
                made.path("role").asText(),
                Answers.time(made.path("expiresAt")),
                made.path("uses").asInt());
    }

    private static DeviceSession session(JsonNode json) throws IOException {
        return new DeviceSession(
                json.path("id").asText(),
                json.path("device").asText(),
                Answers.time(json.path("createdAt")),
                Answers.time(json.path("usedAt")),
                json.path("current").asBoolean());
    }
}
