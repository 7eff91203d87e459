package chat.parley.wire;

import static chat.parley.wire.Fields.need;

import java.io.IOException;

/** A thread's state. */
final class ThreadStateReader {
    private ThreadStateReader() {}

    static ThreadState read(Fields fields) throws IOException, MalformedFrame {
        String conversation = null;
        Long thread = null;
        boolean following = false;
        Long read = null;
        Long readMessages = null;
        Long threadMessages = null;
        Long last = null;
        Long mentions = null;
        Long conversationMentions = null;
        Long version = null;
        while (fields.next()) {
            switch (fields.name()) {
                case "conversation" -> conversation = fields.id();
                case "thread" -> thread = fields.seq();
                case "following" -> following = fields.flag();
                case "read" -> read = fields.count();
                case "readMessages" -> readMessages = fields.count();
                case "threadMessages" -> threadMessages = fields.count();
                case "last" -> last = fields.seq();
                case "mentions" -> mentions = fields.count();
                case "conversationMentions" -> conversationMentions = fields.count();
                case "version" -> version = fields.count();
                default -> fields.skip();
            }
        }
        return new ThreadState(
                need(conversation, "conversation"),
                need(thread, "thread"),
                following,
                need(read, "read"),
                need(readMessages, "readMessages"),
                need(threadMessages, "threadMessages"),
                last,
                need(mentions, "mentions"),
                need(conversationMentions, "conversationMentions"),
                need(version, "version"));
    }
}
