package chat.parley.wire;

import static chat.parley.wire.Fields.need;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message with what became of it. */
final class CurrentMessageReader {
    private static final int MAX = WireLimits.SERVER_FRAME_BYTES;

    private CurrentMessage.@Nullable Edit edited;
    private CurrentMessage.@Nullable Pin pinned;
    private List<CurrentMessage.Reactions> reactions = List.of();
    private CurrentMessage.@Nullable Replies replies;

    private CurrentMessageReader() {}

    static CurrentMessage read(Fields fields) throws IOException, MalformedFrame {
        CurrentMessageReader reader = new CurrentMessageReader();
        Entry entry = EntryReader.read(fields, reader::take);
        return new CurrentMessage(entry, reader.edited, reader.pinned, reader.reactions, reader.replies);
    }

    private boolean take(Fields fields) throws IOException, MalformedFrame {
        switch (fields.name()) {
            case "edited" -> edited = fields.object(CurrentMessageReader::edit);
            case "pinned" -> pinned = fields.object(CurrentMessageReader::pin);
            case "reactions" -> reactions = fields.list(MAX, CurrentMessageReader::reactions);
            case "replies" -> replies = fields.object(CurrentMessageReader::replies);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static CurrentMessage.Edit edit(Fields fields) throws IOException, MalformedFrame {
        Long seq = null;
        Instant at = null;
        Long edits = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "seq" -> seq = fields.seq();
                case "at" -> at = fields.time();
                case "edits" -> edits = fields.count();
                default -> fields.skip();
            }
        }
        return new CurrentMessage.Edit(need(seq, "edited.seq"), need(at, "edited.at"), need(edits, "edited.edits"));
    }

    private static CurrentMessage.Pin pin(Fields fields) throws IOException, MalformedFrame {
        Long seq = null;
        Instant at = null;
        String by = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "seq" -> seq = fields.seq();
                case "at" -> at = fields.time();
                case "by" -> by = fields.id();
                default -> fields.skip();
            }
        }
        return new CurrentMessage.Pin(need(seq, "pinned.seq"), need(at, "pinned.at"), need(by, "pinned.by"));
    }

    private static CurrentMessage.Replies replies(Fields fields) throws IOException, MalformedFrame {
        Long count = null;
        Long last = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "count" -> count = fields.count();
                case "last" -> last = fields.seq();
                default -> fields.skip();
            }
        }
        return new CurrentMessage.Replies(need(count, "replies.count"), need(last, "replies.last"));
    }

    private static CurrentMessage.Reactions reactions(Fields fields) throws IOException, MalformedFrame {
        fields.enter();
        String emoji = null;
        Long count = null;
        List<String> users = List.of();
        boolean mine = false;
        while (fields.next()) {
            switch (fields.name()) {
                case "emoji" -> emoji = fields.string(MAX);
                case "count" -> count = fields.count();
                case "users" -> users = fields.ids(MAX);
                case "mine" -> mine = fields.flag();
                default -> fields.skip();
            }
        }
        return new CurrentMessage.Reactions(need(emoji, "emoji"), need(count, "count"), users, mine);
    }
}
