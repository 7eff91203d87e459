package chat.parley.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** A message with what became of it. */
final class CurrentMessageWriter {
    private CurrentMessageWriter() {}

    static void write(JsonGenerator out, CurrentMessage message) throws IOException {
        out.writeStartObject();
        EntryWriter.fields(out, message.entry());
        CurrentMessage.Edit edited = message.edited();
        if (edited != null) {
            out.writeObjectFieldStart("edited");
            out.writeNumberField("seq", edited.seq());
            Out.time(out, "at", edited.at());
            out.writeNumberField("edits", edited.edits());
            out.writeEndObject();
        }
        CurrentMessage.Pin pinned = message.pinned();
        if (pinned != null) {
            out.writeObjectFieldStart("pinned");
            out.writeNumberField("seq", pinned.seq());
            Out.time(out, "at", pinned.at());
            out.writeStringField("by", pinned.by());
            out.writeEndObject();
        }
        reactions(out, message.reactions());
        CurrentMessage.Replies replies = message.replies();
        if (replies != null) {
            out.writeObjectFieldStart("replies");
            out.writeNumberField("count", replies.count());
            out.writeNumberField("last", replies.last());
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static void reactions(JsonGenerator out, List<CurrentMessage.Reactions> reactions) throws IOException {
        if (reactions.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("reactions");
        for (CurrentMessage.Reactions one : reactions) {
            out.writeStartObject();
            out.writeStringField("emoji", one.emoji());
            out.writeNumberField("count", one.count());
            Out.strings(out, "users", one.users());
            Out.maybeFlag(out, "mine", one.mine());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
