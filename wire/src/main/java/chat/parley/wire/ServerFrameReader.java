package chat.parley.wire;

import static chat.parley.wire.Fields.need;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The frames of a server, one method an {@code op}. */
final class ServerFrameReader {
    private static final int MAX = WireLimits.SERVER_FRAME_BYTES;

    private ServerFrameReader() {}

    static ServerFrame read(String op, Fields fields) throws IOException, MalformedFrame {
        return switch (op) {
            case "welcome" -> welcome(fields);
            case "cursor" -> cursor(fields);
            case "ack" -> ack(fields);
            case "error" -> refusal(fields);
            case "entry" -> new ServerFrame.Appended(EntryReader.read(fields));
            case "head" -> head(fields);
            case "receipt" -> receipt(fields);
            case "thread" -> new ServerFrame.ThreadMoved(ThreadStateReader.read(fields));
            case "typing" -> typing(fields);
            case "presence" -> presence(fields);
            case "conversation" -> StateReader.readFrame(fields);
            case "user" -> new ServerFrame.User(ProfileReader.read(fields));
            case "own" -> own(fields);
            case "bye" -> bye(fields);
            case "pong" -> pong(fields);
            default -> throw new MalformedFrame("unknown op", null, true);
        };
    }

    private static ServerFrame welcome(Fields fields) throws IOException, MalformedFrame {
        String session = null;
        String user = null;
        Long heartbeat = null;
        String cursor = null;
        boolean reset = false;
        List<String> features = List.of();
        List<ConversationState> conversations = List.of();
        List<String> gone = List.of();
        List<Profile> users = List.of();
        List<ThreadState> threads = List.of();
        List<String> own = List.of();
        while (fields.next()) {
            switch (fields.name()) {
                case "session" -> session = fields.id();
                case "user" -> user = fields.id();
                case "heartbeat" -> heartbeat = fields.seq();
                case "cursor" -> cursor = fields.words(WireLimits.CURSOR_CHARACTERS);
                case "reset" -> reset = fields.flag();
                case "features" -> features = fields.list(MAX, f -> f.string(MAX));
                case "conversations" -> conversations = fields.list(MAX, f -> f.object(StateReader::read));
                case "gone" -> gone = fields.ids(MAX);
                case "users" -> users = fields.list(MAX, f -> f.object(ProfileReader::read));
                case "threads" -> threads = fields.list(MAX, f -> f.object(ThreadStateReader::read));
                case "own" -> own = fields.list(MAX, f -> f.string(MAX));
                default -> fields.skip();
            }
        }
        return new ServerFrame.Welcome(
                need(session, "session"),
                need(user, "user"),
                Math.toIntExact(Math.min(Integer.MAX_VALUE, need(heartbeat, "heartbeat"))),
                need(cursor, "cursor"),
                reset,
                features,
                conversations,
                gone,
                users,
                threads,
                own);
    }

    private static ServerFrame cursor(Fields fields) throws IOException, MalformedFrame {
        String cursor = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "cursor" -> cursor = fields.words(WireLimits.CURSOR_CHARACTERS);
                default -> fields.skip();
            }
        }
        return new ServerFrame.Cursor(need(cursor, "cursor"));
    }

    private static ServerFrame ack(Fields fields) throws IOException, MalformedFrame {
        Rid rid = null;
        String conversation = null;
        String id = null;
        Long seq = null;
        Instant at = null;
        boolean duplicate = false;
        while (fields.next()) {
            switch (fields.name()) {
                case "rid" -> rid = fields.rid();
                case "conversation" -> conversation = fields.id();
                case "id" -> id = fields.id();
                case "seq" -> seq = fields.seq();
                case "at" -> at = fields.time();
                case "duplicate" -> duplicate = fields.flag();
                default -> fields.skip();
            }
        }
        return new ServerFrame.Ack(
                need(rid, "rid"),
                need(conversation, "conversation"),
                need(id, "id"),
                need(seq, "seq"),
                need(at, "at"),
                duplicate);
    }

    private static ServerFrame refusal(Fields fields) throws IOException, MalformedFrame {
        Rid rid = null;
        String code = null;
        String detail = "";
        Long retryAfterMs = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "rid" -> rid = fields.rid();
                case "code" -> code = fields.string(WireLimits.ID_CHARACTERS);
                case "detail" -> detail = fields.string(MAX);
                case "retryAfterMs" -> retryAfterMs = fields.count();
                default -> fields.skip();
            }
        }
        return new ServerFrame.Refusal(rid, ErrorCode.of(need(code, "code")), detail, retryAfterMs);
    }

    private static ServerFrame head(Fields fields) throws IOException, MalformedFrame {
        String conversation = null;
        Long seq = null;
        Long messages = null;
        boolean mention = false;
        while (fields.next()) {
            switch (fields.name()) {
                case "conversation" -> conversation = fields.id();
                case "seq" -> seq = fields.count();
                case "messages" -> messages = fields.count();
                case "mention" -> mention = fields.flag();
                default -> fields.skip();
            }
        }
        return new ServerFrame.Head(
                need(conversation, "conversation"), need(seq, "seq"), need(messages, "messages"), mention);
    }

    private static ServerFrame receipt(Fields fields) throws IOException, MalformedFrame {
        String conversation = null;
        String user = null;
        Long delivered = null;
        Long read = null;
        Long readMessages = null;
        Long mentions = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "conversation" -> conversation = fields.id();
                case "user" -> user = fields.id();
                case "delivered" -> delivered = fields.count();
                case "read" -> read = fields.count();
                case "readMessages" -> readMessages = fields.count();
                case "mentions" -> mentions = fields.count();
                default -> fields.skip();
            }
        }
        return new ServerFrame.Receipt(
                need(conversation, "conversation"),
                need(user, "user"),
                need(delivered, "delivered"),
                need(read, "read"),
                readMessages,
                mentions);
    }

    private static ServerFrame typing(Fields fields) throws IOException, MalformedFrame {
        String conversation = null;
        String user = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "conversation" -> conversation = fields.id();
                case "user" -> user = fields.id();
                default -> fields.skip();
            }
        }
        return new ServerFrame.Typing(need(conversation, "conversation"), need(user, "user"));
    }

    private static ServerFrame presence(Fields fields) throws IOException, MalformedFrame {
        String user = null;
        String status = null;
        Instant lastSeen = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "user" -> user = fields.id();
                case "status" -> status = fields.string(WireLimits.ID_CHARACTERS);
                case "lastSeen" -> lastSeen = fields.time();
                default -> fields.skip();
            }
        }
        return new ServerFrame.Presence(need(user, "user"), need(status, "status"), lastSeen);
    }

    private static ServerFrame own(Fields fields) throws IOException, MalformedFrame {
        List<String> moved = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "moved" -> moved = fields.list(MAX, f -> f.string(MAX));
                default -> fields.skip();
            }
        }
        return new ServerFrame.Own(need(moved, "moved"));
    }

    private static ServerFrame bye(Fields fields) throws IOException, MalformedFrame {
        String reason = null;
        Long retryAfterMs = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "reason" -> reason = fields.string(WireLimits.ID_CHARACTERS);
                case "retryAfterMs" -> retryAfterMs = fields.count();
                default -> fields.skip();
            }
        }
        return new ServerFrame.Bye(need(reason, "reason"), retryAfterMs);
    }

    private static ServerFrame pong(Fields fields) throws IOException, MalformedFrame {
        Rid rid = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "rid" -> rid = fields.rid();
                default -> fields.skip();
            }
        }
        return new ServerFrame.Pong(need(rid, "rid"));
    }
}
