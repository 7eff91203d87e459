package chat.parley.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.List;

/** An entry, as a frame and as a value. The names of the fields that every entry has are encoded once. */
final class EntryWriter {
    private static final SerializableString OP = new SerializedString("op");
    private static final SerializableString ENTRY = new SerializedString("entry");
    private static final SerializableString CONVERSATION = new SerializedString("conversation");
    private static final SerializableString SEQ = new SerializedString("seq");
    private static final SerializableString MESSAGES = new SerializedString("messages");
    private static final SerializableString FROM = new SerializedString("from");
    private static final SerializableString KIND = new SerializedString("kind");
    private static final SerializableString ID = new SerializedString("id");
    private static final SerializableString TEXT = new SerializedString("text");

    private EntryWriter() {}

    static void write(JsonGenerator out, Entry entry) throws IOException {
        out.writeStartObject();
        fields(out, entry);
        out.writeEndObject();
    }

    static void fields(JsonGenerator out, Entry entry) throws IOException {
        out.writeFieldName(OP);
        out.writeString(ENTRY);
        out.writeFieldName(CONVERSATION);
        out.writeString(entry.conversation());
        out.writeFieldName(SEQ);
        out.writeNumber(entry.seq());
        out.writeFieldName(MESSAGES);
        out.writeNumber(entry.messages());
        Out.time(out, "at", entry.at());
        out.writeFieldName(FROM);
        out.writeString(entry.from());
        out.writeFieldName(KIND);
        out.writeString(entry.body().kind());
        body(out, entry.body());
    }

    private static void body(JsonGenerator out, Entry.Body body) throws IOException {
        switch (body) {
            case Entry.Message message -> message(out, message);
            case Entry.Edited edited -> {
                out.writeNumberField("target", edited.target());
                out.writeStringField("id", edited.id());
                out.writeStringField("text", edited.text());
            }
            case Entry.Recalled recalled -> {
                out.writeNumberField("target", recalled.target());
                out.writeStringField("reason", recalled.reason());
            }
            case Entry.Reaction reaction -> {
                out.writeNumberField("target", reaction.target());
                out.writeStringField("emoji", reaction.emoji());
                out.writeBooleanField("added", reaction.added());
            }
            case Entry.Pinned pinned -> {
                out.writeNumberField("target", pinned.target());
                out.writeBooleanField("added", pinned.added());
            }
            case Entry.Joined joined -> {
                Out.strings(out, "users", joined.users());
                out.writeStringField("by", joined.by());
            }
            case Entry.Left left -> {
                Out.strings(out, "users", left.users());
                out.writeStringField("by", left.by());
            }
            case Entry.Changed changed -> changed(out, changed);
            case Entry.Sealed sealed -> {
                out.writeStringField("id", sealed.id());
                out.writeStringField("type", sealed.type());
                out.writeNumberField("epoch", sealed.epoch());
                out.writeStringField("payload", sealed.payload());
            }
        }
    }

    private static void message(JsonGenerator out, Entry.Message message) throws IOException {
        out.writeFieldName(ID);
        out.writeString(message.id());
        if (message.text() != null) {
            out.writeFieldName(TEXT);
            out.writeString(message.text());
        }
        Out.maybeNumber(out, "replyTo", message.replyTo());
        Out.maybeNumber(out, "thread", message.thread());
        Out.maybeNumber(out, "threadMessages", message.threadMessages());
        Out.maybeFlag(out, "broadcast", message.broadcast());
        Out.maybeStrings(out, "mentions", message.mentions());
        groups(out, message.groups());
        Out.maybeStrings(out, "attachments", message.attachments());
        files(out, message.files());
        Out.maybeFlag(out, "recalled", message.recalled());
    }

    private static void groups(JsonGenerator out, List<Entry.Group> groups) throws IOException {
        if (groups.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("groups");
        for (Entry.Group group : groups) {
            out.writeStartObject();
            out.writeStringField("id", group.id());
            out.writeStringField("handle", group.handle());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void files(JsonGenerator out, List<Entry.File> files) throws IOException {
        if (files.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("files");
        for (Entry.File file : files) {
            out.writeStartObject();
            out.writeStringField("id", file.id());
            out.writeStringField("name", file.name());
            out.writeStringField("type", file.type());
            out.writeNumberField("bytes", file.bytes());
            Out.maybeNumber(out, "width", file.width());
            Out.maybeNumber(out, "height", file.height());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void changed(JsonGenerator out, Entry.Changed changed) throws IOException {
        Out.maybeString(out, "title", changed.title());
        Out.maybeString(out, "topic", changed.topic());
        Out.maybeString(out, "history", changed.history());
        Out.maybeNumber(out, "first", changed.first());
        Out.maybeNumber(out, "firstMessages", changed.firstMessages());
        Out.maybeString(out, "invites", changed.invites());
        Entry.MemberRole member = changed.member();
        if (member != null) {
            out.writeObjectFieldStart("member");
            out.writeStringField("user", member.user());
            out.writeStringField("role", member.role());
            out.writeEndObject();
        }
        if (changed.retention() != null) {
            StateWriter.retention(out, changed.retention());
        }
    }
}
