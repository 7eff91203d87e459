package chat.parley.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * From JSON to frames. Reads what it knows and ignores the rest: unknown fields, and null where a field may be absent. Of
 * a field given twice the last one counts ({@code op}: the first). Everything is bounded by {@link WireLimits}.
 *
 * <p>From the server it takes what a newer minor version may say: an entry of an unknown kind becomes an {@link
 * Entry.Changed} without a change, so that it keeps its number, and an unknown error code becomes {@link
 * ErrorCode#INTERNAL}. An unknown op is a {@link MalformedFrame} that is {@link MalformedFrame#json}: skip it.
 *
 * <p>Any thread may use one reader; it keeps nothing between calls.
 */
public final class FrameReader {
    private static final String NOT_AN_OBJECT = "the frame must be one JSON object and nothing else";
    private static final String BODY_NOT_AN_OBJECT = "the body must be one JSON object and nothing else";

    private final Json json = new Json();

    /** A frame from a client. */
    public ClientFrame client(byte[] bytes, int offset, int length) throws MalformedFrame {
        return frame(bytes, offset, length, ClientFrameReader::read);
    }

    /** A frame from a server. */
    public ServerFrame server(byte[] bytes, int offset, int length) throws MalformedFrame {
        return frame(bytes, offset, length, ServerFrameReader::read);
    }

    /** A message to send as the body of an HTTP request: the fields of a {@code send} that make the draft. */
    public ClientFrame.Draft draft(byte[] bytes, int offset, int length) throws MalformedFrame {
        try (JsonParser parser = json.parser(bytes, offset, length)) {
            parser.nextToken();
            ClientFrame.Draft draft = DraftFields.read(Fields.of(parser)).draft();
            requireEnd(parser);
            return draft;
        } catch (MalformedFrame malformed) {
            throw examine(bytes, offset, length, malformed.detail());
        } catch (IOException notJson) {
            throw examine(bytes, offset, length, NOT_AN_OBJECT);
        }
    }

    /** The body that a client of long polling posts, with at most so many frames. */
    public PollBody poll(byte[] body, int mostFrames) throws MalformedFrame {
        try (JsonParser parser = json.parser(body, 0, body.length)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                PollBody read = PollBody.read(Fields.of(parser), mostFrames);
                if (parser.nextToken() == null) {
                    return read;
                }
            }
        } catch (IOException notJson) {
            throw new MalformedFrame(BODY_NOT_AN_OBJECT, null, false);
        }
        throw new MalformedFrame(BODY_NOT_AN_OBJECT, null, false);
    }

    /** An entry, where the parser stands on its opening brace; leaves it on the closing one. */
    public Entry entry(JsonParser parser) throws IOException, MalformedFrame {
        return EntryReader.read(Fields.of(parser));
    }

    /** A message with what became of it, where the parser stands on its opening brace; leaves it on the closing one. */
    public CurrentMessage message(JsonParser parser) throws IOException, MalformedFrame {
        return CurrentMessageReader.read(Fields.of(parser));
    }

    /** A conversation's state, where the parser stands on its opening brace; leaves it on the closing one. */
    public ConversationState state(JsonParser parser) throws IOException, MalformedFrame {
        return StateReader.read(Fields.of(parser));
    }

    /** A thread's state, where the parser stands on its opening brace; leaves it on the closing one. */
    public ThreadState thread(JsonParser parser) throws IOException, MalformedFrame {
        return ThreadStateReader.read(Fields.of(parser));
    }

    /** A profile, where the parser stands on its opening brace; leaves it on the closing one. */
    public Profile profile(JsonParser parser) throws IOException, MalformedFrame {
        return ProfileReader.read(Fields.of(parser));
    }

    /** Reads the rest of a frame whose op is known. */
    private interface Op<F> {
        F read(String op, Fields fields) throws IOException, MalformedFrame;
    }

    private <F> F frame(byte[] bytes, int offset, int length, Op<F> reader) throws MalformedFrame {
        try (JsonParser parser = json.parser(bytes, offset, length)) {
            parser.nextToken();
            Fields fields = Fields.of(parser);
            if (fields.next() && fields.name().equals("op")) {
                return whole(parser, reader.read(fields.string(WireLimits.ID_CHARACTERS), fields));
            }
            return opElsewhere(bytes, offset, length, reader);
        } catch (MalformedFrame malformed) {
            throw examine(bytes, offset, length, malformed.detail());
        } catch (IOException notJson) {
            throw examine(bytes, offset, length, NOT_AN_OBJECT);
        }
    }

    /** Nobody we know writes {@code op} anywhere but first, so the price of a second pass is paid by the rest. */
    private <F> F opElsewhere(byte[] bytes, int offset, int length, Op<F> reader) throws IOException, MalformedFrame {
        String op = Fields.need(findOp(bytes, offset, length), "op");
        try (JsonParser parser = json.parser(bytes, offset, length)) {
            parser.nextToken();
            return whole(parser, reader.read(op, Fields.of(parser)));
        }
    }

    private @Nullable String findOp(byte[] bytes, int offset, int length) throws IOException, MalformedFrame {
        try (JsonParser parser = json.parser(bytes, offset, length)) {
            parser.nextToken();
            Fields fields = Fields.of(parser);
            while (fields.next()) {
                if (fields.name().equals("op")) {
                    return fields.string(WireLimits.ID_CHARACTERS);
                }
                fields.skip();
            }
            return null;
        }
    }

    private static <F> F whole(JsonParser parser, F frame) throws IOException, MalformedFrame {
        requireEnd(parser);
        return frame;
    }

    private static void requireEnd(JsonParser parser) throws IOException, MalformedFrame {
        if (parser.nextToken() != null) {
            throw new MalformedFrame(NOT_AN_OBJECT, null, false);
        }
    }

    /** Goes over refused bytes once more, to their end: were they one JSON object, and what was the {@code rid}? */
    private MalformedFrame examine(byte[] bytes, int offset, int length, String detail) {
        Rid rid = null;
        try (JsonParser parser = json.parser(bytes, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new MalformedFrame(NOT_AN_OBJECT, null, false);
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean isRid = parser.currentName().equals("rid");
                boolean isNumber = parser.nextToken().isNumeric();
                if (isRid) {
                    rid = isNumber ? Rid.read(parser) : null;
                }
                parser.skipChildren();
            }
            boolean alone = parser.nextToken() == null;
            return new MalformedFrame(alone ? detail : NOT_AN_OBJECT, rid, alone);
        } catch (IOException notJson) {
            return new MalformedFrame(NOT_AN_OBJECT, rid, false);
        }
    }
}
