package chat.parley.adapter.postgres;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.Entry;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows of table {@code entry} as entries. {@code kind} is one of the numbers below; {@code data} is, by kind, <pre>
 * joined, left   {"users": [number, …]}
 * changed        {"title"?, "topic"?, "history"?, "invites"?, "member"?: {"user": number, "role": name}}</pre>
 * with users by their stored numbers. A message has its text in {@code text} and no data.
 */
final class EntryRows {
    /** What {@link #read} expects, in this order. */
    static final String COLUMNS = "conversation, seq, messages, at, sender, kind, id, text, data";

    static final int MESSAGE = 1;
    static final int JOINED = 6;
    static final int LEFT = 7;
    static final int CHANGED = 8;

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
                        sender));
    }

    static Entry.Body body(int kind, @Nullable UUID id, @Nullable String text, @Nullable String data, UserId sender) {
        return switch (kind) {
            case MESSAGE -> Entry.Message.plain(present(id).toString(), present(text));
            case JOINED -> new Entry.Joined(names(users(present(data))), sender.toString());
            case LEFT -> new Entry.Left(names(users(present(data))), sender.toString());
            case CHANGED -> changed(parse(present(data)));
            default -> throw new IllegalStateException("an entry of kind " + kind);
        };
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
        return new Entry.Changed(
                text(data, "title"),
                text(data, "topic"),
                text(data, "history"),
                null,
                text(data, "invites"),
                member == null
                        ? null
                        : new Entry.MemberRole(
                                new UserId(member.path("user").longValue()).toString(),
                                member.path("role").asText()));
    }

    private static @Nullable String text(JsonNode data, String field) {
        JsonNode value = data.get(field);
        return value == null ? null : value.asText();
    }

    private static JsonNode parse(String data) {
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
