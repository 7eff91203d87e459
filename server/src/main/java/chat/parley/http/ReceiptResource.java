package chat.parley.http;

import chat.parley.core.receipt.MoveMarkers;
import chat.parley.core.receipt.SeeReceipts;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Markers and receipts. */
public final class ReceiptResource implements Resource {
    private final MoveMarkers move;
    private final SeeReceipts see;

    public ReceiptResource(MoveMarkers move, SeeReceipts see) {
        this.move = move;
        this.see = see;
    }

    @Override
    public void declare(Routes routes) {
        routes.put("/v1/conversations/{conversation}/read", this::read);
        routes.get("/v1/conversations/{conversation}/receipts/{seq}", this::receipts);
    }

    private Answer read(Call call) {
        Reading reading = call.body(Reading.class);
        var wish = new MoveMarkers.Wish(
                number("seq", reading.seq()),
                number("unreadFrom", reading.unreadFrom()),
                number("thread", reading.thread()));
        return Replies.answer(move.move(call.caller(), Replies.conversation(call), wish), stored -> Answer.nothing());
    }

    private Answer receipts(Call call) {
        var reply = see.of(
                call.caller(), Replies.conversation(call), call.pathNumber("seq"), Replies.after(call), call.limit());
        return Replies.answer(
                reply,
                page -> Answer.ok(new ReceiptList(
                        page.receipts().stream()
                                .map(one -> new Receipt(one.user().toString(), true, one.read()))
                                .toList(),
                        page.next() == null ? null : page.next().toString())));
    }

    private static OptionalLong number(String name, @Nullable Long value) {
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value < 1) {
            throw RefusedRequest.badRequest(name + " must be 1 or more");
        }
        return OptionalLong.of(value);
    }

    private record Reading(
            @Nullable Long seq,
            @Nullable Long unreadFrom,
            @Nullable Long thread) {}

    private record Receipt(String user, boolean delivered, boolean read) {}

    private record ReceiptList(
            List<Receipt> receipts, @Nullable String next) {}
}
