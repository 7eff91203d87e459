package chat.parley.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** The fields of a conversation's state, of a thread's and of a profile: flat in their frames, objects elsewhere. */
final class StateWriter {
    private StateWriter() {}

    static void fields(JsonGenerator out, Profile profile) throws IOException {
        out.writeStringField("id", profile.id());
        out.writeStringField("handle", profile.handle());
        out.writeStringField("name", profile.name());
        out.writeStringField("role", profile.role());
        Out.maybeFlag(out, "deleted", profile.deleted());
    }

    static void fields(JsonGenerator out, ConversationState state) throws IOException {
        out.writeStringField("id", state.id());
        out.writeStringField("kind", state.kind());
        out.writeStringField("title", state.title());
        peer(out, state);
        Out.maybeString(out, "topic", state.topic());
        out.writeStringField("history", state.history());
        out.writeStringField("invites", state.invites());
        out.writeNumberField("head", state.head());
        out.writeNumberField("messages", state.messages());
        out.writeNumberField("first", state.first());
        out.writeNumberField("firstMessages", state.firstMessages());
        caller(out, state);
        out.writeNumberField("members", state.members());
        marks(out, state.marks());
        if (state.retention() != null) {
            retention(out, state.retention());
        }
        Entry last = state.last();
        if (last != null) {
            out.writeFieldName("last");
            EntryWriter.write(out, last);
        }
    }

    static void fields(JsonGenerator out, ThreadState state) throws IOException {
        out.writeStringField("conversation", state.conversation());
        out.writeNumberField("thread", state.thread());
        out.writeBooleanField("following", state.following());
        out.writeNumberField("read", state.read());
        out.writeNumberField("readMessages", state.readMessages());
        out.writeNumberField("threadMessages", state.threadMessages());
        Out.maybeNumber(out, "last", state.last());
        out.writeNumberField("mentions", state.mentions());
        out.writeNumberField("conversationMentions", state.conversationMentions());
        out.writeNumberField("version", state.version());
    }

    private static void peer(JsonGenerator out, ConversationState state) throws IOException {
        ConversationState.Peer peer = state.peer();
        if (peer != null) {
            out.writeObjectFieldStart("peer");
            out.writeStringField("id", peer.id());
            out.writeStringField("handle", peer.handle());
            out.writeStringField("name", peer.name());
            out.writeEndObject();
        }
    }

    static void retention(JsonGenerator out, Retention retention) throws IOException {
        out.writeObjectFieldStart("retention");
        Out.maybeNumber(out, "days", retention.days());
        Out.maybeNumber(out, "messages", retention.messages());
        out.writeEndObject();
    }

    private static void caller(JsonGenerator out, ConversationState state) throws IOException {
        out.writeNumberField("read", state.read());
        out.writeNumberField("readMessages", state.readMessages());
        out.writeNumberField("delivered", state.delivered());
        Long unreadFrom = state.unreadFrom();
        if (unreadFrom == null) {
            out.writeNullField("unreadFrom");
        } else {
            out.writeNumberField("unreadFrom", unreadFrom);
        }
        out.writeNumberField("mentions", state.mentions());
        Out.maybeString(out, "role", state.role());
        out.writeBooleanField("muted", state.muted());
        Instant mutedUntil = state.mutedUntil();
        if (mutedUntil != null) {
            Out.time(out, "mutedUntil", mutedUntil);
        }
        Out.maybeString(out, "notices", state.notices());
    }

    private static void marks(JsonGenerator out, Map<String, ConversationState.Marks> marks) throws IOException {
        if (marks.isEmpty()) {
            return;
        }
        out.writeObjectFieldStart("marks");
        for (Map.Entry<String, ConversationState.Marks> mark : marks.entrySet()) {
            out.writeObjectFieldStart(mark.getKey());
            out.writeNumberField("delivered", mark.getValue().delivered());
            out.writeNumberField("read", mark.getValue().read());
            out.writeEndObject();
        }
        out.writeEndObject();
    }
}
