package chat.parley.wire;

import static chat.parley.wire.Fields.need;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A conversation's state. */
final class StateReader {
    private static final int MAX = WireLimits.SERVER_FRAME_BYTES;

    private @Nullable String id;
    private @Nullable String kind;
    private @Nullable String title;
    private ConversationState.@Nullable Peer peer;
    private @Nullable String topic;
    private @Nullable String history;
    private @Nullable String invites;
    private @Nullable Long head;
    private @Nullable Long messages;
    private @Nullable Long first;
    private @Nullable Long firstMessages;
    private long read;
    private long readMessages;
    private long delivered;
    private @Nullable Long unreadFrom;
    private long mentions;
    private @Nullable String role;
    private boolean muted;
    private @Nullable Instant mutedUntil;
    private @Nullable String notices;
    private @Nullable Long members;
    private Map<String, ConversationState.Marks> marks = Map.of();
    private @Nullable Retention retention;
    private @Nullable Entry last;

    /** The op {@code conversation} says either a state or, with {@code gone}, that there is none any more. */
    private boolean gone;

    private StateReader() {}

    static ConversationState read(Fields fields) throws IOException, MalformedFrame {
        return collect(fields).state();
    }

    static ServerFrame readFrame(Fields fields) throws IOException, MalformedFrame {
        StateReader reader = collect(fields);
        return reader.gone ? new ServerFrame.Gone(need(reader.id, "id")) : new ServerFrame.Conversation(reader.state());
    }

    private static StateReader collect(Fields fields) throws IOException, MalformedFrame {
        StateReader reader = new StateReader();
        while (fields.next()) {
            if (!reader.ofConversation(fields) && !reader.ofCaller(fields)) {
                fields.skip();
            }
        }
        return reader;
    }

    private boolean ofConversation(Fields fields) throws IOException, MalformedFrame {
        switch (fields.name()) {
            case "id" -> id = fields.id();
            case "kind" -> kind = fields.string(WireLimits.ID_CHARACTERS);
            case "title" -> title = fields.string(MAX);
            case "peer" -> peer = fields.object(StateReader::peer);
            case "topic" -> topic = fields.string(MAX);
            case "history" -> history = fields.string(WireLimits.ID_CHARACTERS);
            case "invites" -> invites = fields.string(WireLimits.ID_CHARACTERS);
            case "head" -> head = fields.count();
            case "messages" -> messages = fields.count();
            case "first" -> first = fields.count();
            case "firstMessages" -> firstMessages = fields.count();
            case "members" -> members = fields.count();
            case "retention" -> retention = fields.object(StateReader::retention);
            case "last" -> last = fields.object(EntryReader::read);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean ofCaller(Fields fields) throws IOException, MalformedFrame {
        switch (fields.name()) {
            case "read" -> read = fields.count();
            case "readMessages" -> readMessages = fields.count();
            case "delivered" -> delivered = fields.count();
            case "unreadFrom" -> unreadFrom = fields.count();
            case "mentions" -> mentions = fields.count();
            case "role" -> role = fields.string(WireLimits.ID_CHARACTERS);
            case "muted" -> muted = fields.flag();
            case "mutedUntil" -> mutedUntil = fields.time();
            case "notices" -> notices = fields.string(WireLimits.ID_CHARACTERS);
            case "marks" -> marks = fields.byId(MAX, f -> f.object(StateReader::marks));
            case "gone" -> gone = fields.flag();
            default -> {
                return false;
            }
        }
        return true;
    }

    private ConversationState state() throws MalformedFrame {
        return new ConversationState(
                need(id, "id"),
                need(kind, "kind"),
                title,
                peer,
                topic,
                need(history, "history"),
                need(invites, "invites"),
                need(head, "head"),
                need(messages, "messages"),
                need(first, "first"),
                need(firstMessages, "firstMessages"),
                read,
                readMessages,
                delivered,
                unreadFrom,
                mentions,
                role,
                muted,
                mutedUntil,
                notices,
                Math.toIntExact(Math.min(Integer.MAX_VALUE, need(members, "members"))),
                marks,
                retention,
                last);
    }

    private static ConversationState.Peer peer(Fields fields) throws IOException, MalformedFrame {
        String id = null;
        String handle = null;
        String name = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "id" -> id = fields.id();
                case "handle" -> handle = fields.string(MAX);
                case "name" -> name = fields.string(MAX);
                default -> fields.skip();
            }
        }
        return new ConversationState.Peer(need(id, "peer.id"), need(handle, "peer.handle"), need(name, "peer.name"));
    }

    static Retention retention(Fields fields) throws IOException, MalformedFrame {
        Long days = null;
        Long messages = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "days" -> days = fields.count();
                case "messages" -> messages = fields.count();
                default -> fields.skip();
            }
        }
        return new Retention(days, messages);
    }

    private static ConversationState.Marks marks(Fields fields) throws IOException, MalformedFrame {
        long delivered = 0;
        long read = 0;
        while (fields.next()) {
            switch (fields.name()) {
                case "delivered" -> delivered = fields.count();
                case "read" -> read = fields.count();
                default -> fields.skip();
            }
        }
        return new ConversationState.Marks(delivered, read);
    }
}
