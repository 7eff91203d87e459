package chat.parley.wire;

import static chat.parley.wire.Fields.need;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The frames of a client, one method an {@code op} that has fields of its own. */
final class ClientFrameReader {
    private static final Set<String> STATUSES = Set.of("online", "away", "dnd");

    private ClientFrameReader() {}

    static ClientFrame read(String op, Fields fields) throws IOException, MalformedFrame {
        return switch (op) {
            case "hello" -> hello(fields);
            case "send" -> DraftFields.read(fields).send();
            case "delivered" -> delivered(fields);
            case "read" -> readMarker(fields);
            case "typing" -> typing(fields);
            case "focus" -> focus(fields);
            case "watch" -> watch(fields);
            case "status" -> status(fields);
            case "ping" -> ping(fields);
            default -> throw new MalformedFrame("unknown op", null, true);
        };
    }

    private static ClientFrame hello(Fields fields) throws IOException, MalformedFrame {
        String token = null;
        ClientFrame.Client client = null;
        String cursor = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "token" -> token = fields.words(WireLimits.TOKEN_CHARACTERS);
                case "client" -> client = fields.object(ClientFrameReader::client);
                case "cursor" -> cursor = fields.words(WireLimits.CURSOR_CHARACTERS);
                default -> fields.skip();
            }
        }
        return new ClientFrame.Hello(token, need(client, "client"), cursor);
    }

    private static ClientFrame.Client client(Fields fields) throws IOException, MalformedFrame {
        String name = null;
        String version = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "name" -> name = fields.words(WireLimits.CLIENT_CHARACTERS);
                case "version" -> version = fields.words(WireLimits.CLIENT_CHARACTERS);
                default -> fields.skip();
            }
        }
        return new ClientFrame.Client(need(name, "client.name"), need(version, "client.version"));
    }

    private static ClientFrame delivered(Fields fields) throws IOException, MalformedFrame {
        Map<String, Long> marks = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "marks" -> marks = fields.byId(WireLimits.DELIVERED_MARKS, Fields::count);
                default -> fields.skip();
            }
        }
        return new ClientFrame.Delivered(need(marks, "marks"));
    }

    private static ClientFrame readMarker(Fields fields) throws IOException, MalformedFrame {
        String conversation = null;
        Long seq = null;
        Long thread = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "conversation" -> conversation = fields.id();
                case "seq" -> seq = fields.count();
                case "thread" -> thread = fields.seq();
                default -> fields.skip();
            }
        }
        return new ClientFrame.Read(need(conversation, "conversation"), need(seq, "seq"), thread);
    }

    private static ClientFrame typing(Fields fields) throws IOException, MalformedFrame {
        String conversation = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "conversation" -> conversation = fields.id();
                default -> fields.skip();
            }
        }
        return new ClientFrame.Typing(need(conversation, "conversation"));
    }

    private static ClientFrame focus(Fields fields) throws IOException, MalformedFrame {
        List<String> conversations = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "conversations" -> conversations = fields.ids(WireLimits.FOCUS_CONVERSATIONS);
                default -> fields.skip();
            }
        }
        return new ClientFrame.Focus(need(conversations, "conversations"));
    }

    private static ClientFrame watch(Fields fields) throws IOException, MalformedFrame {
        List<String> users = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "users" -> users = fields.ids(WireLimits.WATCH_USERS);
                default -> fields.skip();
            }
        }
        return new ClientFrame.Watch(need(users, "users"));
    }

    private static ClientFrame status(Fields fields) throws IOException, MalformedFrame {
        String status = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "status" -> {
                    status = fields.string(WireLimits.ID_CHARACTERS);
                    if (!STATUSES.contains(status)) {
                        throw fields.bad("must be online, away or dnd");
                    }
                }
                default -> fields.skip();
            }
        }
        return new ClientFrame.Status(need(status, "status"));
    }

    private static ClientFrame ping(Fields fields) throws IOException, MalformedFrame {
        Rid rid = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "rid" -> rid = fields.rid();
                default -> fields.skip();
            }
        }
        return new ClientFrame.Ping(need(rid, "rid"));
    }
}
