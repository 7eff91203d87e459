package chat.parley.core.account;

import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;

/** Whoever asks for something, as their access token proved. The role may be as old as the token. */
public record Caller(UserId user, SessionId session, Role role) {
    public boolean guest() {
        return role == Role.GUEST;
    }
}
