package chat.parley.http;

import chat.parley.core.message.MessageChanges.Outcome;
import chat.parley.core.message.ReviseMessages;
import chat.parley.core.message.ReviseMessages.Revised;
import chat.parley.core.reply.Reply;
import java.time.Instant;

/** What becomes of messages: edits, recalls, reactions, pins. */
public final class RevisionResource implements Resource {
    private final ReviseMessages revise;

    public RevisionResource(ReviseMessages revise) {
        this.revise = revise;
    }

    @Override
    public void declare(Routes routes) {
        String message = "/v1/conversations/{conversation}/messages/{seq}";
        routes.patch(message, this::edit);
        routes.delete(message, call -> changed(revise.recall(call.caller(), Replies.conversation(call), seq(call))));
        routes.put(message + "/reactions/{emoji}", call -> react(call, true));
        routes.delete(message + "/reactions/{emoji}", call -> react(call, false));
        routes.put(message + "/pin", call -> pin(call, true));
        routes.delete(message + "/pin", call -> pin(call, false));
    }

    private Answer edit(Call call) {
        Edit edit = call.body(Edit.class);
        Reply<Revised> reply =
                revise.edit(call.caller(), Replies.conversation(call), seq(call), edit.id(), edit.text());
        return Replies.answer(reply, revised -> {
            Outcome.Appended entry = revised.entry().orElseThrow();
            return Answer.ok(new Ack(entry.seq(), entry.at()));
        });
    }

    private Answer react(Call call, boolean added) {
        return changed(revise.react(call.caller(), Replies.conversation(call), seq(call), call.path("emoji"), added));
    }

    private Answer pin(Call call, boolean added) {
        return changed(revise.pin(call.caller(), Replies.conversation(call), seq(call), added));
    }

    private static long seq(Call call) {
        return call.pathNumber("seq");
    }

    private static Answer changed(Reply<Revised> reply) {
        return Replies.answer(
                reply,
                revised -> Answer.ok(new Replies.Changed(
                        revised.entry().map(Outcome.Appended::seq).orElse(null))));
    }

    private record Edit(String id, String text) {}

    private record Ack(long seq, Instant at) {}
}
