package chat.parley.core.attachment;

import chat.parley.setting.Setting;
import java.time.Duration;

/** Bounds of attachments. What is over one is refused aloud. */
public record AttachmentConfig(
        @Setting(value = "The largest file in bytes.", bytes = true)
        long largest,

        @Setting("The most pixels of an image, by its header: what unpacks to more is refused, unread.")
        long imagePixels,

        @Setting("The most uploads of a user that have not been sent yet.")
        int unsent,

        @Setting(value = "The most bytes of a user's uploads that have not been sent yet.", bytes = true)
        long unsentBytes,

        @Setting("How long an upload waits to be sent before it is deleted.")
        Duration unsentFor,

        @Setting("How many uploads a server takes in at a time; further ones are answered `unavailable`.")
        int concurrent,

        @Setting(
                "How many uploads a server takes in from one user at a time, so that a few slow ones do not take every place.")
        int concurrentOfUser,

        @Setting("How long an upload or a download may take.")
        Duration transfer,

        @Setting(value = "How many bytes the disk keeps free: where fewer are, no upload is taken.", bytes = true)
        long spare,

        @Setting("How often what was recalled or never sent is looked for and deleted.")
        Duration sweepEvery,

        @Setting("A look into files before anybody may have them.")
        ScannerConfig scanner) {

    public AttachmentConfig {
        positive("largest", largest);
        positive("imagePixels", imagePixels);
        positive("unsent", unsent);
        positive("concurrent", concurrent);
        positive("concurrentOfUser", concurrentOfUser);
        positive("transfer", transfer.toMillis());
        positive("sweepEvery", sweepEvery.toMillis());
        if (unsentBytes < largest) {
            throw new IllegalArgumentException("unsentBytes must be at least largest");
        }
        if (unsentFor.isNegative() || unsentFor.compareTo(transfer) < 0) {
            throw new IllegalArgumentException("unsentFor must be at least transfer");
        }
        if (spare < 0) {
            throw new IllegalArgumentException("spare must not be negative");
        }
    }

    public static AttachmentConfig defaults() {
        return new AttachmentConfig(
                100L << 20,
                50_000_000,
                100,
                1L << 30,
                Duration.ofHours(24),
                32,
                4,
                Duration.ofMinutes(15),
                1L << 30,
                Duration.ofMinutes(1),
                ScannerConfig.defaults());
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be more than nothing");
        }
    }
}
