package chat.parley.core.attachment;

import chat.parley.core.account.Caller;
import chat.parley.core.account.RevokedSessions;
import chat.parley.core.attachment.LinkTokens.Link;
import chat.parley.core.id.AttachmentId;
import chat.parley.core.id.UserId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Links to attachments: short-lived, for one user and one attachment, and of no use once that user's session has ended. */
public final class LinkAttachments {
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    private final LinkTokens tokens;
    private final RevokedSessions revoked;
    private final InstantSource clock;

    public LinkAttachments(LinkTokens tokens, RevokedSessions revoked, InstantSource clock) {
        this.tokens = tokens;
        this.revoked = revoked;
        this.clock = clock;
    }

    public String link(Caller caller, AttachmentId attachment) {
        return tokens.mint(new Link(
                attachment, caller.user(), caller.session(), clock.instant().plus(LIFETIME)));
    }

    /** For whom this link fetches this attachment now, if for anybody. */
    public Optional<UserId> user(String token, String attachment) {
        return tokens.verify(token)
                .filter(link -> link.attachment().toString().equals(attachment))
                .filter(link -> clock.instant().isBefore(link.expires()))
                .filter(link -> !revoked.contains(link.session()))
                .map(Link::user);
    }
}
