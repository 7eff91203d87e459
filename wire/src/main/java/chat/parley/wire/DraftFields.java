package chat.parley.wire;

import static chat.parley.wire.Fields.need;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a {@code send}, which HTTP's body for sending shares: there the path names the conversation. */
final class DraftFields {
    private @Nullable Rid rid;
    private @Nullable String conversation;
    private @Nullable String id;
    private @Nullable String text;
    private @Nullable Long replyTo;
    private @Nullable Long thread;
    private boolean broadcast;
    private List<String> mentions = List.of();
    private List<String> attachments = List.of();
    private @Nullable String prev;

    private DraftFields() {}

    static DraftFields read(Fields fields) throws IOException, MalformedFrame {
        DraftFields draft = new DraftFields();
        while (fields.next()) {
            switch (fields.name()) {
                case "rid" -> draft.rid = fields.rid();
                case "conversation" -> draft.conversation = fields.id();
                case "id" -> draft.id = fields.uuid();
                case "text" -> draft.text = fields.text();
                case "replyTo" -> draft.replyTo = fields.seq();
                case "thread" -> draft.thread = fields.seq();
                case "broadcast" -> draft.broadcast = fields.flag();
                case "mentions" -> draft.mentions = fields.ids(WireLimits.MENTIONS);
                case "attachments" -> draft.attachments = fields.ids(WireLimits.ATTACHMENTS);
                case "prev" -> draft.prev = fields.uuid();
                default -> fields.skip();
            }
        }
        return draft;
    }

    ClientFrame send() throws MalformedFrame {
        return new ClientFrame.Send(need(rid, "rid"), need(conversation, "conversation"), draft());
    }

    ClientFrame.Draft draft() throws MalformedFrame {
        return new ClientFrame.Draft(
                need(id, "id"), need(text, "text"), replyTo, thread, broadcast, mentions, attachments, prev);
    }
}
