package chat.parley.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The frames of a server. */
final class ServerFrameWriter {
    private ServerFrameWriter() {}

    static void write(JsonGenerator out, ServerFrame frame) throws IOException {
        if (frame instanceof ServerFrame.Appended appended) {
            EntryWriter.write(out, appended.entry());
            return;
        }
        out.writeStartObject();
        fields(out, frame);
        out.writeEndObject();
    }

    private static void fields(JsonGenerator out, ServerFrame frame) throws IOException {
        switch (frame) {
            case ServerFrame.Welcome welcome -> welcome(out, welcome);
            case ServerFrame.Cursor cursor -> {
                out.writeStringField("op", "cursor");
                out.writeStringField("cursor", cursor.cursor());
            }
            case ServerFrame.Ack ack -> ack(out, ack);
            case ServerFrame.Refusal refusal -> refusal(out, refusal);
            case ServerFrame.Appended appended ->
                throw new IllegalStateException("an entry is an object of its own: " + appended);
            case ServerFrame.Head head -> head(out, head);
            case ServerFrame.Receipt receipt -> receipt(out, receipt);
            case ServerFrame.ThreadMoved thread -> {
                out.writeStringField("op", "thread");
                StateWriter.fields(out, thread.state());
            }
            case ServerFrame.Typing typing -> {
                out.writeStringField("op", "typing");
                out.writeStringField("conversation", typing.conversation());
                out.writeStringField("user", typing.user());
            }
            case ServerFrame.Presence presence -> presence(out, presence);
            case ServerFrame.Conversation conversation -> {
                out.writeStringField("op", "conversation");
                StateWriter.fields(out, conversation.state());
            }
            case ServerFrame.Gone gone -> {
                out.writeStringField("op", "conversation");
                out.writeStringField("id", gone.conversation());
                out.writeBooleanField("gone", true);
            }
            case ServerFrame.User user -> {
                out.writeStringField("op", "user");
                StateWriter.fields(out, user.profile());
            }
            case ServerFrame.Own own -> {
                out.writeStringField("op", "own");
                Out.strings(out, "moved", own.moved());
            }
            case ServerFrame.Bye bye -> {
                out.writeStringField("op", "bye");
                out.writeStringField("reason", bye.reason());
                Out.maybeNumber(out, "retryAfterMs", bye.retryAfterMs());
            }
            case ServerFrame.Pong pong -> {
                out.writeStringField("op", "pong");
                pong.rid().write(out);
            }
        }
    }

    private static void welcome(JsonGenerator out, ServerFrame.Welcome welcome) throws IOException {
        out.writeStringField("op", "welcome");
        out.writeStringField("session", welcome.session());
        out.writeStringField("user", welcome.user());
        out.writeNumberField("heartbeat", welcome.heartbeat());
        out.writeStringField("cursor", welcome.cursor());
        Out.maybeFlag(out, "reset", welcome.reset());
        Out.strings(out, "features", welcome.features());
        out.writeArrayFieldStart("conversations");
        for (ConversationState state : welcome.conversations()) {
            out.writeStartObject();
            StateWriter.fields(out, state);
            out.writeEndObject();
        }
        out.writeEndArray();
        Out.strings(out, "gone", welcome.gone());
        out.writeArrayFieldStart("users");
        for (Profile profile : welcome.users()) {
            out.writeStartObject();
            StateWriter.fields(out, profile);
            out.writeEndObject();
        }
        out.writeEndArray();
        threads(out, welcome.threads());
        Out.maybeStrings(out, "own", welcome.own());
    }

    private static void threads(JsonGenerator out, List<ThreadState> threads) throws IOException {
        if (threads.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("threads");
        for (ThreadState thread : threads) {
            out.writeStartObject();
            StateWriter.fields(out, thread);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void ack(JsonGenerator out, ServerFrame.Ack ack) throws IOException {
        out.writeStringField("op", "ack");
        ack.rid().write(out);
        out.writeStringField("conversation", ack.conversation());
        out.writeStringField("id", ack.id());
        out.writeNumberField("seq", ack.seq());
        Out.time(out, "at", ack.at());
        Out.maybeFlag(out, "duplicate", ack.duplicate());
    }

    private static void refusal(JsonGenerator out, ServerFrame.Refusal refusal) throws IOException {
        out.writeStringField("op", "error");
        Rid rid = refusal.rid();
        if (rid != null) {
            rid.write(out);
        }
        out.writeStringField("code", refusal.code().wireName());
        out.writeStringField("detail", refusal.detail());
        Out.maybeNumber(out, "retryAfterMs", refusal.retryAfterMs());
    }

    private static void head(JsonGenerator out, ServerFrame.Head head) throws IOException {
        out.writeStringField("op", "head");
        out.writeStringField("conversation", head.conversation());
        out.writeNumberField("seq", head.seq());
        out.writeNumberField("messages", head.messages());
        out.writeBooleanField("mention", head.mention());
    }

    private static void receipt(JsonGenerator out, ServerFrame.Receipt receipt) throws IOException {
        out.writeStringField("op", "receipt");
        out.writeStringField("conversation", receipt.conversation());
        out.writeStringField("user", receipt.user());
        out.writeNumberField("delivered", receipt.delivered());
        out.writeNumberField("read", receipt.read());
        Out.maybeNumber(out, "readMessages", receipt.readMessages());
        Out.maybeNumber(out, "mentions", receipt.mentions());
    }

    private static void presence(JsonGenerator out, ServerFrame.Presence presence) throws IOException {
        out.writeStringField("op", "presence");
        out.writeStringField("user", presence.user());
        out.writeStringField("status", presence.status());
        Instant lastSeen = presence.lastSeen();
        if (lastSeen != null) {
            Out.time(out, "lastSeen", lastSeen);
        }
    }
}
