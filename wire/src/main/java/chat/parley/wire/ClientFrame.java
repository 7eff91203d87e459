package chat.parley.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A frame from a client to the server (protocol section 2); one record an {@code op}. */
public sealed interface ClientFrame {

    /** The first frame of a connection. {@code token} is null on long polling, where the request carries it. */
    record Hello(
            @Nullable String token, Client client, @Nullable String cursor) implements ClientFrame {}

    /** The program that speaks. */
    record Client(String name, String version) {}

    /** Post a message; answered by {@code ack} or {@code error} with the same {@code rid}. */
    record Send(Rid rid, String conversation, Draft draft) implements ClientFrame {}

    /**
     * A message as its sender wrote it.
     *
     * @param id a UUID the sender made; (conversation, sender, id) names the message for ever
     * @param prev the {@code id} of the sender's previous message there, which must be in the log
     */
    record Draft(
            String id,
            String text,
            @Nullable Long replyTo,
            @Nullable Long thread,
            boolean broadcast,
            List<String> mentions,
            List<String> attachments,
            @Nullable String prev) {
        /** A draft of text alone. */
        public static Draft plain(String id, String text) {
            return new Draft(id, text, null, null, false, List.of(), List.of(), null);
        }
    }

    /** At least one device of the caller has everything up to these numbers. */
    record Delivered(Map<String, Long> marks) implements ClientFrame {}

    /** The caller has read up to {@code seq}. */
    record Read(String conversation, long seq, @Nullable Long thread) implements ClientFrame {}

    /** The caller is typing. */
    record Typing(String conversation) implements ClientFrame {}

    /** The conversations on screen now. */
    record Focus(List<String> conversations) implements ClientFrame {}

    /** The users whose presence to follow. */
    record Watch(List<String> users) implements ClientFrame {}

    /** The caller's own presence: {@code online}, {@code away} or {@code dnd}. */
    record Status(String status) implements ClientFrame {}

    /** Answered by {@code pong}. */
    record Ping(Rid rid) implements ClientFrame {}
}
