package chat.parley.gateway;

import chat.parley.core.account.Authenticator;
import chat.parley.core.account.Caller;
import chat.parley.core.account.Role;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens that say in plain text who speaks, {@code user:session}: signatures are another part's affair. */
final class Tokens implements Authenticator {
    private final Set<SessionId> revoked = ConcurrentHashMap.newKeySet();
    private final Set<String> expired = ConcurrentHashMap.newKeySet();
    private final Set<UserId> guests = ConcurrentHashMap.newKeySet();

    static String of(UserId user, SessionId session) {
        return user.value() + ":" + session.value();
    }

    void guest(UserId user) {
        guests.add(user);
    }

    /** From now on this token is no good, though its session goes on. */
    void expire(String accessToken) {
        expired.add(accessToken);
    }

    void revoke(Collection<SessionId> sessions) {
        revoked.addAll(sessions);
    }

    @Override
    public Optional<Caller> authenticate(String accessToken) {
        String[] parts = accessToken.split(":", -1);
        if (expired.contains(accessToken)
                || parts.length != 2
                || !parts[0].matches("\\d+")
                || !parts[1].matches("\\d+")) {
            return Optional.empty();
        }
        SessionId session = new SessionId(Long.parseLong(parts[1]));
        UserId user = new UserId(Long.parseLong(parts[0]));
        Role role = guests.contains(user) ? Role.GUEST : Role.MEMBER;
        return revoked.contains(session) ? Optional.empty() : Optional.of(new Caller(user, session, role));
    }
}
