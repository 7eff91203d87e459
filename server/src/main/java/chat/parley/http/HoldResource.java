package chat.parley.http;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.HoldId;
import chat.parley.core.id.UserId;
import chat.parley.core.retention.Hold;
import chat.parley.core.retention.KeepHolds;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Legal holds. */
public final class HoldResource implements Resource {
    private final KeepHolds holds;

    public HoldResource(KeepHolds holds) {
        this.holds = holds;
    }

    @Override
    public void declare(Routes routes) {
        routes.post("/v1/holds", this::place);
        routes.get("/v1/holds", this::list);
        routes.delete("/v1/holds/{hold}", this::release);
    }

    private Answer place(Call call) {
        Wish wish = call.body(Wish.class);
        return Replies.answer(
                holds.place(call.caller(), wish.target(), wish.reason()), hold -> Answer.created(Shown.of(hold)));
    }

    private Answer list(Call call) {
        @Nullable HoldId before = call.query("before").flatMap(HoldId::parse).orElse(null);
        return Replies.answer(
                holds.list(call.caller(), before, call.limit()),
                page -> Answer.ok(new Page(
                        page.holds().stream().map(Shown::of).toList(),
                        page.next() == null ? null : page.next().toString())));
    }

    private Answer release(Call call) {
        return Replies.answer(
                holds.release(call.caller(), HoldId.parse(call.path("hold"))), hold -> Answer.ok(Shown.of(hold)));
    }

    private record Wish(
            @Nullable String conversation, @Nullable String user, String reason) {
        Hold.Target target() {
            if (conversation != null && user == null) {
                return new Hold.Target.OfConversation(ConversationId.parse(conversation)
                        .orElseThrow(() -> new RefusedRequest(Problem.notFound("there is nothing like that to hold"))));
            }
            if (conversation == null && user != null) {
                return new Hold.Target.OfUser(UserId.parse(user)
                        .orElseThrow(() -> new RefusedRequest(Problem.notFound("there is nothing like that to hold"))));
            }
            throw RefusedRequest.badRequest("either conversation or user must be given");
        }
    }

    private record Shown(
            String id,
            @Nullable String conversation,
            @Nullable String user,
            String reason,
            String placedBy,
            String placedAt,
            @Nullable String releasedBy,
            @Nullable String releasedAt) {
        static Shown of(Hold hold) {
            Optional<Hold.End> end = hold.end();
            return new Shown(
                    hold.id().toString(),
                    hold.target() instanceof Hold.Target.OfConversation(ConversationId of) ? of.toString() : null,
                    hold.target() instanceof Hold.Target.OfUser(UserId of) ? of.toString() : null,
                    hold.reason(),
                    hold.placedBy().toString(),
                    Times.text(hold.placedAt()),
                    end.map(last -> last.by().toString()).orElse(null),
                    end.map(last -> Times.text(last.at())).orElse(null));
        }
    }

    private record Page(List<Shown> holds, @Nullable String next) {}
}
