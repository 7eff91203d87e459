package chat.parley.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * From frames to JSON in UTF-8. {@code op} comes first. What is absent is left out, flags that are false too ({@code
 * mention} and {@code muted} aside); only {@code title} and {@code unreadFrom} of a conversation's state say null.
 *
 * <p>An entry reads the same wherever it stands, {@code "op":"entry"} included: on the socket, in a page, as {@code last}.
 * So its bytes can be made once and used everywhere.
 *
 * <p>Any thread may use one writer; it keeps nothing between calls but a pool of buffers.
 */
public final class FrameWriter {
    private final Json json = new Json();

    /** A frame to a client. */
    public byte[] server(ServerFrame frame) {
        return json.bytes(out -> ServerFrameWriter.write(out, frame));
    }

    /** A frame to a server. */
    public byte[] client(ClientFrame frame) {
        return json.bytes(out -> ClientFrameWriter.write(out, frame));
    }

    /** The frame that carries one entry: the one that is written most. */
    public byte[] appended(Entry entry) {
        return json.bytes(out -> EntryWriter.write(out, entry));
    }

    /** The body of HTTP's way to send: a draft alone. */
    public byte[] draft(ClientFrame.Draft draft) {
        return json.bytes(out -> {
            out.writeStartObject();
            ClientFrameWriter.draft(out, draft);
            out.writeEndObject();
        });
    }

    /** An entry as a value of {@code out}. */
    public void entry(JsonGenerator out, Entry entry) throws IOException {
        EntryWriter.write(out, entry);
    }

    /** A message with what became of it as a value of {@code out}. */
    public void message(JsonGenerator out, CurrentMessage message) throws IOException {
        CurrentMessageWriter.write(out, message);
    }

    /** What {@link #message} writes. */
    public byte[] message(CurrentMessage message) {
        return json.bytes(out -> CurrentMessageWriter.write(out, message));
    }

    /** A conversation's state as a value of {@code out}. */
    public void state(JsonGenerator out, ConversationState state) throws IOException {
        out.writeStartObject();
        StateWriter.fields(out, state);
        out.writeEndObject();
    }

    /** A thread's state as a value of {@code out}. */
    public void thread(JsonGenerator out, ThreadState state) throws IOException {
        out.writeStartObject();
        StateWriter.fields(out, state);
        out.writeEndObject();
    }

    /** A profile as a value of {@code out}. */
    public void profile(JsonGenerator out, Profile profile) throws IOException {
        out.writeStartObject();
        StateWriter.fields(out, profile);
        out.writeEndObject();
    }
}
