package chat.parley.core.retention;

import chat.parley.core.account.Administrators;
import chat.parley.core.account.Caller;
import chat.parley.core.id.HoldId;
import chat.parley.core.id.IdSource;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Places legal holds, releases them and tells of them: for administrators alone. */
public final class KeepHolds {
    private final Administrators administrators;
    private final Holds holds;
    private final IdSource ids;
    private final RetentionConfig config;

    public KeepHolds(Administrators administrators, Holds holds, IdSource ids, RetentionConfig config) {
        this.administrators = administrators;
        this.holds = holds;
        this.ids = ids;
        this.config = config;
    }

    /** @param next where to go on from; null at the end */
    public record Page(List<Hold> holds, @Nullable HoldId next) {}

    public Reply<Hold> place(Caller caller, Hold.Target target, String reason) {
        if (!administrators.include(caller.user())) {
            return notTheirs();
        }
        int length = reason.codePointCount(0, reason.length());
        if (reason.isBlank() || length > config.reasonCodePoints()) {
            return Reply.refused(
                    ErrorCode.BAD_REQUEST,
                    "reason must be 1 to " + config.reasonCodePoints() + " code points and not blank");
        }
        return holds.place(ids.hold(), target, reason, caller.user())
                .map(Reply::given)
                .orElseGet(() -> Reply.refused(ErrorCode.NOT_FOUND, "there is nothing like that to hold"));
    }

    public Reply<Hold> release(Caller caller, Optional<HoldId> hold) {
        if (!administrators.include(caller.user())) {
            return notTheirs();
        }
        return hold.flatMap(id -> holds.release(id, caller.user()))
                .map(Reply::given)
                .orElseGet(() -> Reply.refused(ErrorCode.NOT_FOUND, "no such hold"));
    }

    public Reply<Page> list(Caller caller, @Nullable HoldId before, int limit) {
        if (!administrators.include(caller.user())) {
            return notTheirs();
        }
        List<Hold> found = holds.list(before, limit + 1);
        return Reply.given(
                found.size() > limit
                        ? new Page(found.subList(0, limit), found.get(limit - 1).id())
                        : new Page(found, null));
    }

    private static <T> Reply<T> notTheirs() {
        return Reply.refused(ErrorCode.FORBIDDEN, "legal holds are for administrators");
    }
}
