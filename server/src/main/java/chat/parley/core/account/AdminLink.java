package chat.parley.core.account;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The way in for the first administrator, made by whoever runs the server: an invitation for one, good for an hour. */
public final class AdminLink {
    public static final Duration LIFETIME = Duration.ofHours(1);

    private final Invites invites;
    private final InstantSource clock;

    public AdminLink(Invites invites, InstantSource clock) {
        this.invites = invites;
        this.clock = clock;
    }

    /** Whether this is the very first start: no link has ever been made. */
    public boolean wanted() {
        return !invites.administratorLinkMade();
    }

    /** Makes a link; answers the token, which is stored nowhere. */
    public String create() {
        String token = RandomTokens.next(InvitePeople.TOKEN_BYTES);
        invites.add(new Invites.Invite(
                RandomTokens.hash(token),
                Role.ADMIN,
                Optional.empty(),
                clock.instant().plus(LIFETIME),
                1));
        return token;
    }
}
