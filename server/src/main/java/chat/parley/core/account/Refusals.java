package chat.parley.core.account;

import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import java.time.Duration;

/** What several use cases of accounts refuse with the same words. */
final class Refusals {
    private static final Duration BUSY_FOR = Duration.ofSeconds(2);

    private Refusals() {}

    /** Too many passwords are being hashed: sign-ins wait, so that messages need not. */
    static <T> Reply<T> busy() {
        return Reply.unavailable("too many sign-ins at once", BUSY_FOR);
    }

    static <T> Reply<T> noSuchUser() {
        return Reply.refused(ErrorCode.NOT_FOUND, "no such user");
    }
}
