package chat.parley.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/** The frames of a client. */
final class ClientFrameWriter {
    private ClientFrameWriter() {}

    static void write(JsonGenerator out, ClientFrame frame) throws IOException {
        out.writeStartObject();
        switch (frame) {
            case ClientFrame.Hello hello -> hello(out, hello);
            case ClientFrame.Send send -> {
                out.writeStringField("op", "send");
                send.rid().write(out);
                out.writeStringField("conversation", send.conversation());
                draft(out, send.draft());
            }
            case ClientFrame.Delivered delivered -> delivered(out, delivered);
            case ClientFrame.Read read -> {
                out.writeStringField("op", "read");
                out.writeStringField("conversation", read.conversation());
                out.writeNumberField("seq", read.seq());
                Out.maybeNumber(out, "thread", read.thread());
            }
            case ClientFrame.Typing typing -> {
                out.writeStringField("op", "typing");
                out.writeStringField("conversation", typing.conversation());
            }
            case ClientFrame.Focus focus -> {
                out.writeStringField("op", "focus");
                Out.strings(out, "conversations", focus.conversations());
            }
            case ClientFrame.Watch watch -> {
                out.writeStringField("op", "watch");
                Out.strings(out, "users", watch.users());
            }
            case ClientFrame.Status status -> {
                out.writeStringField("op", "status");
                out.writeStringField("status", status.status());
            }
            case ClientFrame.Ping ping -> {
                out.writeStringField("op", "ping");
                ping.rid().write(out);
            }
        }
        out.writeEndObject();
    }

    static void draft(JsonGenerator out, ClientFrame.Draft draft) throws IOException {
        out.writeStringField("id", draft.id());
        out.writeStringField("text", draft.text());
        Out.maybeNumber(out, "replyTo", draft.replyTo());
        Out.maybeNumber(out, "thread", draft.thread());
        Out.maybeFlag(out, "broadcast", draft.broadcast());
        Out.maybeStrings(out, "mentions", draft.mentions());
        Out.maybeStrings(out, "attachments", draft.attachments());
        Out.maybeString(out, "prev", draft.prev());
    }

    private static void hello(JsonGenerator out, ClientFrame.Hello hello) throws IOException {
        out.writeStringField("op", "hello");
        Out.maybeString(out, "token", hello.token());
        out.writeObjectFieldStart("client");
        out.writeStringField("name", hello.client().name());
        out.writeStringField("version", hello.client().version());
        out.writeEndObject();
        Out.maybeString(out, "cursor", hello.cursor());
    }

    private static void delivered(JsonGenerator out, ClientFrame.Delivered delivered) throws IOException {
        out.writeStringField("op", "delivered");
        out.writeObjectFieldStart("marks");
        for (Map.Entry<String, Long> mark : delivered.marks().entrySet()) {
            out.writeNumberField(mark.getKey(), mark.getValue());
        }
        out.writeEndObject();
    }
}
