package chat.parley.core.account;

import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Makes invitations. Moderators invite members and guests, administrators anybody but bots. */
public final class InvitePeople {
    static final int MAX_USES = 1_000;
    static final Duration MAX_LIFETIME = Duration.ofDays(30);
    static final Duration DEFAULT_LIFETIME = Duration.ofDays(3);
    static final int TOKEN_BYTES = 24;

    private final Invites invites;
    private final InstantSource clock;

    public InvitePeople(Invites invites, InstantSource clock) {
        this.invites = invites;
        this.clock = clock;
    }

    /** What is asked for; empty where the default will do (a member, 3 days, one use). */
    public record Wish(Optional<String> role, Optional<Long> expiresInHours, Optional<Long> uses) {}

    public Reply<Invite> invite(Caller caller, Wish wish) {
        if (caller.role().compareTo(Role.MODERATOR) < 0) {
            return Reply.refused(ErrorCode.FORBIDDEN, "moderators and administrators invite");
        }
        Optional<Role> role = wish.role().map(Role::parse).orElse(Optional.of(Role.MEMBER));
        if (role.isEmpty() || role.get() == Role.BOT) {
            return Reply.refused(ErrorCode.BAD_REQUEST, "role must be member, guest, moderator or admin");
        }
        if (role.get().compareTo(Role.MEMBER) > 0 && caller.role() != Role.ADMIN) {
            return Reply.refused(ErrorCode.FORBIDDEN, "only administrators give rights away");
        }
        long hours = wish.expiresInHours().orElse(DEFAULT_LIFETIME.toHours());
        if (hours < 1 || hours > MAX_LIFETIME.toHours()) {
            return Reply.refused(ErrorCode.BAD_REQUEST, "expiresInHours must be 1 to " + MAX_LIFETIME.toHours());
        }
        long uses = wish.uses().orElse(1L);
        if (uses < 1 || uses > MAX_USES) {
            return Reply.refused(ErrorCode.BAD_REQUEST, "uses must be 1 to " + MAX_USES);
        }
        String token = RandomTokens.next(TOKEN_BYTES);
        Instant expires = clock.instant().plus(hours, ChronoUnit.HOURS);
        invites.add(new Invites.Invite(
                RandomTokens.hash(token), role.get(), Optional.of(caller.user()), expires, (int) uses));
        return Reply.given(new Invite(token, role.get(), expires, (int) uses));
    }
}
