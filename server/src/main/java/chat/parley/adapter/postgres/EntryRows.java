package chat.parley.adapter.postgres;

import chat.parley.core.id.AttachmentId;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserGroupId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.Post;
import chat.parley.wire.Entry;
import chat.parley.wire.Retention;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows of table {@code entry} as entries. {@code kind} is one of the numbers below; {@code data} is, by kind, <pre>
 * message        {"replyTo"?: number, "mentions"?: [number or name, …], "groups"?: [{"id": number, "handle"}, …],
 *                 "threadMessages"?: number, "attachments"?: [number, …],
 *                 "files"?: [{"id": number, "name", "type", "bytes", "width"?, "height"?}, …]}, or null
 * recalled       {"reason": name}
 * reaction       {"emoji": text, "added": flag}
 * pinned         {"added": flag}
 * joined, left   {"users": [number, …]}
 * changed        {"title"?, "topic"?, "history"?, "invites"?, "member"?: {"user": number, "role": name},
 *                 "first"?: number, "firstMessages"?: number, "retention"?: {"days"?: number, "messages"?: number}}</pre>
 * with users, groups and attachments by their stored numbers. A message that is still to be sent mentions a user group as {@code {"group": number}}
 * among the others. Messages and edits have their {@code text}, which is null for a recalled message and
 * blank for its edits; edits, recalls, reactions and pins have the message they speak of in {@code target}, and a reply in a
 * thread has its root there.
 */
final class EntryRows {
    /** What {@link #read} expects, in this order. */
    static final String COLUMNS = "conversation, seq, messages, at, sender, kind, id, text, data, target";

    static final int MESSAGE = 1;
    static final int EDITED = 2;
    static final int RECALLED = 3;
    static final int REACTION = 4;
    static final int PINNED = 5;
    static final int JOINED = 6;
    static final int LEFT = 7;
    static final int CHANGED = 8;
    /** A message that stands in its thread alone. */
    static final int REPLY = 10;

    private static final String GROUP = "group";

    private static final ObjectMapper JSON = new ObjectMapper();

    private EntryRows() {}

    /** The entry whose {@link #COLUMNS} begin at column {@code at} of the row. */
    static Entry read(ResultSet row, int at) throws SQLException {
        UserId sender = new UserId(row.getLong(at + 4));
        return new Entry(
                new ConversationId(row.getLong(at)).toString(),
                row.getLong(at + 1),
                row.getLong(at + 2),
                row.getObject(at + 3, OffsetDateTime.class).toInstant(),
                sender.toString(),
                body(
                        row.getInt(at + 5),
                        row.getObject(at + 6, UUID.class),
                        row.getString(at + 7),
                        row.getString(at + 8),
                        row.getLong(at + 9),
                        sender));
    }

    /** @param target 0 for a kind that has none */
    static Entry.Body body(
            int kind, @Nullable UUID id, @Nullable String text, @Nullable String data, long target, UserId sender) {
        return switch (kind) {
            case MESSAGE, REPLY -> message(kind, present(id).toString(), text, data, target);
            case EDITED -> new Entry.Edited(target, present(id).toString(), present(text));
            case RECALLED ->
                new Entry.Recalled(target, parse(present(data)).path("reason").asText());
            case REACTION -> reaction(target, parse(present(data)));
            case PINNED ->
                new Entry.Pinned(target, parse(present(data)).path("added").asBoolean());
            case JOINED -> new Entry.Joined(names(users(present(data))), sender.toString());
            case LEFT -> new Entry.Left(names(users(present(data))), sender.toString());
            case CHANGED -> changed(parse(present(data)));
            default -> throw new IllegalStateException("an entry of kind " + kind);
        };
    }

    /** A message; recalled where it has no text. */
    static Entry.Message message(int kind, String id, @Nullable String text, @Nullable String data, long target) {
        JsonNode more = data == null ? MissingNode.getInstance() : parse(data);
        List<String> attachments = new ArrayList<>();
        more.path("attachments").forEach(one -> attachments.add(new AttachmentId(one.longValue()).toString()));
        return new Entry.Message(
                id,
                text,
                number(more, "replyTo"),
                target == 0 ? null : target,
                number(more, "threadMessages"),
                kind == MESSAGE && target != 0,
                mentions(more),
                groups(more),
                attachments,
                files(more.path("files")),
                text == null);
    }

    /**
     * A message that was stored just now.
     *
     * @param in its number in its thread, where it is a reply in one
     * @param files what is known of its attachments, where it has some
     * @param called whom it mentions and by which user groups, as in {@code data}, where it mentions such
     */
    static Entry.Message message(Post post, @Nullable Long in, @Nullable String files, @Nullable String called) {
        Post.Context context = post.context();
        String id = post.id().toString();
        return context == null
                ? Entry.Message.plain(id, post.text())
                : new Entry.Message(
                        id,
                        post.text(),
                        context.replyTo(),
                        context.thread(),
                        in,
                        context.broadcast(),
                        called == null ? context.mentions() : mentions(parse(called)),
                        called == null ? List.of() : groups(parse(called)),
                        context.attachments().stream()
                                .map(AttachmentId::toString)
                                .toList(),
                        files == null ? List.of() : files(parse(files)),
                        false);
    }

    private static List<String> mentions(JsonNode data) {
        List<String> mentions = new ArrayList<>();
        data.path("mentions").forEach(who -> mentions.add(mention(who)));
        return mentions;
    }

    private static String mention(JsonNode who) {
        return switch (who.getNodeType()) {
            case NUMBER -> new UserId(who.longValue()).toString();
            case OBJECT -> new UserGroupId(who.path(GROUP).longValue()).toString();
            default -> who.asText();
        };
    }

    private static List<Entry.Group> groups(JsonNode data) {
        List<Entry.Group> groups = new ArrayList<>();
        data.path("groups")
                .forEach(group -> groups.add(new Entry.Group(
                        new UserGroupId(group.path("id").longValue()).toString(),
                        group.path("handle").asText())));
        return groups;
    }

    private static List<Entry.File> files(JsonNode files) {
        List<Entry.File> known = new ArrayList<>();
        files.forEach(file -> known.add(new Entry.File(
                new AttachmentId(file.path("id").longValue()).toString(),
                file.path("name").asText(),
                file.path("type").asText(),
                file.path("bytes").longValue(),
                number(file, "width"),
                number(file, "height"))));
        return known;
    }

    /** What column {@code data} has of it, or null where it has nothing. */
    static @Nullable String data(Post.Context context) {
        ObjectNode data = JSON.createObjectNode();
        if (context.replyTo() != null) {
            data.put("replyTo", context.replyTo());
        }
        if (!context.mentions().isEmpty()) {
            ArrayNode mentions = data.putArray("mentions");
            context.mentions().forEach(who -> put(mentions, who));
        }
        if (!context.attachments().isEmpty()) {
            ArrayNode attachments = data.putArray("attachments");
            context.attachments().forEach(one -> attachments.add(one.value()));
        }
        return data.isEmpty() ? null : data.toString();
    }

    private static void put(ArrayNode mentions, String who) {
        Optional<UserId> user = UserId.parse(who);
        Optional<UserGroupId> group = UserGroupId.parse(who);
        if (user.isPresent()) {
            mentions.add(user.get().value());
        } else if (group.isPresent()) {
            mentions.addObject().put(GROUP, group.get().value());
        } else {
            mentions.add(who);
        }
    }

    private static @Nullable Long number(JsonNode data, String field) {
        JsonNode value = data.get(field);
        return value == null ? null : value.longValue();
    }

    private static Entry.Reaction reaction(long target, JsonNode data) {
        return new Entry.Reaction(
                target, data.path("emoji").asText(), data.path("added").asBoolean());
    }

    /** Whom the {@code data} of a {@code joined} or {@code left} entry names. */
    static List<UserId> users(String data) {
        List<UserId> users = new ArrayList<>();
        parse(data).path("users").forEach(user -> users.add(new UserId(user.longValue())));
        return users;
    }

    private static List<String> names(List<UserId> users) {
        return users.stream().map(UserId::toString).toList();
    }

    private static Entry.Changed changed(JsonNode data) {
        JsonNode member = data.get("member");
        JsonNode retention = data.get("retention");
        return new Entry.Changed(
                text(data, "title"),
                text(data, "topic"),
                text(data, "history"),
                number(data, "first"),
                number(data, "firstMessages"),
                text(data, "invites"),
                member == null
                        ? null
                        : new Entry.MemberRole(
                                new UserId(member.path("user").longValue()).toString(),
                                member.path("role").asText()),
                retention == null ? null : new Retention(number(retention, "days"), number(retention, "messages")));
    }

    private static @Nullable String text(JsonNode data, String field) {
        JsonNode value = data.get(field);
        return value == null ? null : value.asText();
    }

    static JsonNode parse(String data) {
        try {
            return JSON.readTree(data);
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException("an entry's data is not JSON", notJson);
        }
    }

    private static <T> T present(@Nullable T column) {
        if (column == null) {
            throw new IllegalStateException("an entry lacks a column its kind has");
        }
        return column;
    }
}
