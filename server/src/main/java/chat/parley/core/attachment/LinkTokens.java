package chat.parley.core.attachment;

import chat.parley.core.id.AttachmentId;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * Signs and verifies links: what an image of a page, which can show no access token, is fetched by. Threads: any; does not
 * block. Failure: none.
 */
public interface LinkTokens {
    /** A URL-safe token. {@code expires} counts in whole seconds. */
    String mint(Link link);

    /** What a token with a good signature says, whatever the time. */
    Optional<Link> verify(String token);

    /** That this user may fetch this attachment, as long as they may have it and their session lives. */
    record Link(AttachmentId attachment, UserId user, SessionId session, Instant expires) {}
}
