package chat.parley.wire;

import static chat.parley.wire.Fields.need;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entry of the log. Its fields are collected first, since {@code kind} may stand behind what it explains. */
final class EntryReader {
    private static final int MAX = WireLimits.SERVER_FRAME_BYTES;

    private @Nullable String conversation;
    private @Nullable Long seq;
    private @Nullable Long messages;
    private @Nullable Instant at;
    private @Nullable String from;
    private @Nullable String kind;

    private @Nullable String id;
    private @Nullable String text;
    private @Nullable Long replyTo;
    private @Nullable Long thread;
    private @Nullable Long threadMessages;
    private boolean broadcast;
    private List<String> mentions = List.of();
    private List<Entry.Group> groups = List.of();
    private List<String> attachments = List.of();
    private List<Entry.File> files = List.of();
    private boolean recalled;

    private @Nullable Long target;
    private @Nullable String reason;
    private @Nullable String emoji;
    private @Nullable Boolean added;

    private @Nullable List<String> users;
    private @Nullable String by;

    private @Nullable String title;
    private @Nullable String topic;
    private @Nullable String history;
    private @Nullable Long first;
    private @Nullable Long firstMessages;
    private @Nullable String invites;
    private Entry.@Nullable MemberRole member;
    private @Nullable Retention retention;

    private @Nullable String type;
    private @Nullable Long epoch;
    private @Nullable String payload;

    private EntryReader() {}

    /** Takes a field that an entry does not have; false where it does not know it either. */
    interface Others {
        boolean take(Fields fields) throws IOException, MalformedFrame;
    }

    static Entry read(Fields fields) throws IOException, MalformedFrame {
        return read(fields, unknown -> false);
    }

    /** An entry in an object that has the fields of others beside it. */
    static Entry read(Fields fields, Others others) throws IOException, MalformedFrame {
        EntryReader reader = new EntryReader();
        while (fields.next()) {
            if (!others.take(fields)
                    && !reader.common(fields)
                    && !reader.ofMessage(fields)
                    && !reader.ofOthers(fields)) {
                fields.skip();
            }
        }
        return new Entry(
                need(reader.conversation, "conversation"),
                need(reader.seq, "seq"),
                need(reader.messages, "messages"),
                need(reader.at, "at"),
                need(reader.from, "from"),
                reader.body());
    }

    private boolean common(Fields fields) throws IOException, MalformedFrame {
        switch (fields.name()) {
            case "conversation" -> conversation = fields.id();
            case "seq" -> seq = fields.seq();
            case "messages" -> messages = fields.count();
            case "at" -> at = fields.time();
            case "from" -> from = fields.id();
            case "kind" -> kind = fields.string(WireLimits.ID_CHARACTERS);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean ofMessage(Fields fields) throws IOException, MalformedFrame {
        switch (fields.name()) {
            case "id" -> id = fields.id();
            case "text" -> text = fields.string(MAX);
            case "replyTo" -> replyTo = fields.seq();
            case "thread" -> thread = fields.seq();
            case "threadMessages" -> threadMessages = fields.count();
            case "broadcast" -> broadcast = fields.flag();
            case "mentions" -> mentions = fields.ids(WireLimits.MENTIONS);
            case "groups" -> groups = fields.list(WireLimits.MENTIONS, group -> group.object(EntryReader::group));
            case "attachments" -> attachments = fields.ids(WireLimits.ATTACHMENTS);
            case "files" -> files = fields.list(WireLimits.ATTACHMENTS, file -> file.object(EntryReader::file));
            case "recalled" -> recalled = fields.flag();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean ofOthers(Fields fields) throws IOException, MalformedFrame {
        switch (fields.name()) {
            case "target" -> target = fields.seq();
            case "reason" -> reason = fields.string(WireLimits.ID_CHARACTERS);
            case "emoji" -> emoji = fields.string(MAX);
            case "added" -> added = fields.flag();
            case "users" -> users = fields.ids(MAX);
            case "by" -> by = fields.id();
            case "title" -> title = fields.string(MAX);
            case "topic" -> topic = fields.string(MAX);
            case "history" -> history = fields.string(WireLimits.ID_CHARACTERS);
            case "first" -> first = fields.seq();
            case "firstMessages" -> firstMessages = fields.count();
            case "invites" -> invites = fields.string(WireLimits.ID_CHARACTERS);
            case "member" -> member = fields.object(EntryReader::member);
            case "retention" -> retention = fields.object(StateReader::retention);
            case "type" -> type = fields.string(WireLimits.ID_CHARACTERS);
            case "epoch" -> epoch = fields.count();
            case "payload" -> payload = fields.string(MAX);
            default -> {
                return false;
            }
        }
        return true;
    }

    private Entry.Body body() throws MalformedFrame {
        return switch (need(kind, "kind")) {
            case "message" -> message();
            case "edited" -> new Entry.Edited(need(target, "target"), need(id, "id"), need(text, "text"));
            case "recalled" -> new Entry.Recalled(need(target, "target"), need(reason, "reason"));
            case "reaction" -> new Entry.Reaction(need(target, "target"), need(emoji, "emoji"), need(added, "added"));
            case "pinned" -> new Entry.Pinned(need(target, "target"), need(added, "added"));
            case "joined" -> new Entry.Joined(need(users, "users"), need(by, "by"));
            case "left" -> new Entry.Left(need(users, "users"), need(by, "by"));
            case "changed" ->
                new Entry.Changed(title, topic, history, first, firstMessages, invites, member, retention);
            case "sealed" ->
                new Entry.Sealed(need(id, "id"), need(type, "type"), need(epoch, "epoch"), need(payload, "payload"));
            default -> new Entry.Changed(null, null, null, null, null, null, null, null);
        };
    }

    private Entry.Message message() throws MalformedFrame {
        if (!recalled) {
            need(text, "text");
        }
        return new Entry.Message(
                need(id, "id"),
                text,
                replyTo,
                thread,
                threadMessages,
                broadcast,
                mentions,
                groups,
                attachments,
                files,
                recalled);
    }

    private static Entry.Group group(Fields fields) throws IOException, MalformedFrame {
        String id = null;
        String handle = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "id" -> id = fields.id();
                case "handle" -> handle = fields.string(MAX);
                default -> fields.skip();
            }
        }
        return new Entry.Group(need(id, "groups.id"), need(handle, "groups.handle"));
    }

    private static Entry.File file(Fields fields) throws IOException, MalformedFrame {
        String id = null;
        String name = null;
        String type = null;
        Long bytes = null;
        Long width = null;
        Long height = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "id" -> id = fields.id();
                case "name" -> name = fields.string(MAX);
                case "type" -> type = fields.string(MAX);
                case "bytes" -> bytes = fields.count();
                case "width" -> width = fields.count();
                case "height" -> height = fields.count();
                default -> fields.skip();
            }
        }
        return new Entry.File(
                need(id, "files.id"),
                need(name, "files.name"),
                need(type, "files.type"),
                need(bytes, "files.bytes"),
                width,
                height);
    }

    private static Entry.MemberRole member(Fields fields) throws IOException, MalformedFrame {
        String user = null;
        String role = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "user" -> user = fields.id();
                case "role" -> role = fields.string(WireLimits.ID_CHARACTERS);
                default -> fields.skip();
            }
        }
        return new Entry.MemberRole(need(user, "member.user"), need(role, "member.role"));
    }
}
