package chat.parley.app;

import java.time.Duration;
import java.util.function.Consumer;

/** How far an export is, said now and then. */
final class ExportProgress {
    private static final long EVERY_NANOS = Duration.ofSeconds(2).toNanos();
    private static final double NANOS = 1e9;
    private static final double MEBI = 1 << 20;

    private final Consumer<String> say;
    private final long began = System.nanoTime();
    private long said = began;
    private int conversations;
    private int conversationsDone;
    private long entries;
    private long attachments;
    private long bytes;

    ExportProgress(Consumer<String> say) {
        this.say = say;
    }

    /** How many there are. */
    void conversations(int count) {
        conversations = count;
    }

    void conversation() {
        conversationsDone++;
        sayNowAndThen();
    }

    void entry() {
        entries++;
        sayNowAndThen();
    }

    void attachment(long size) {
        attachments++;
        bytes += size;
        sayNowAndThen();
    }

    long entries() {
        return entries;
    }

    private void sayNowAndThen() {
        long now = System.nanoTime();
        if (now - said >= EVERY_NANOS) {
            said = now;
            say.accept(summary());
        }
    }

    String summary() {
        double seconds = Math.max(1, System.nanoTime() - began) / NANOS;
        return "%,d of %,d conversations, %,d entries (%,.0f a second), %,d attachments (%,.1f MiB)"
                .formatted(conversationsDone, conversations, entries, entries / seconds, attachments, bytes / MEBI);
    }
}
