package chat.parley.core.id;

import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * Makes identifiers: 42 bits of milliseconds since 1970, then 21 random bits, so that they grow with time (kind to
 * B-trees) and need no coordination. Two made in the same millisecond collide once in two million; a creator meets the
 * primary key then and asks for another. Safe for use by many threads.
 */
public final class IdSource {
    private static final int RANDOM_BITS = 21;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public IdSource(InstantSource clock) {
        this.clock = clock;
    }

    public UserId user() {
        return new UserId(next());
    }

    public ConversationId conversation() {
        return new ConversationId(next());
    }

    public SessionId session() {
        return new SessionId(next());
    }

    public AttachmentId attachment() {
        return new AttachmentId(next());
    }

    public HoldId hold() {
        return new HoldId(next());
    }

    public UserGroupId userGroup() {
        return new UserGroupId(next());
    }

    private long next() {
        return (clock.millis() << RANDOM_BITS) | random.nextInt(1 << RANDOM_BITS);
    }
}
