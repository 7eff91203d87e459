package chat.parley.core.attachment;

import chat.parley.setting.Setting;
import java.time.Duration;

/** Bounds of making thumbnails. What is over one has no thumbnail. */
public record ThumbnailConfig(
        @Setting("How many images a server makes thumbnails of at a time, each in a process of its own; 0 makes none.")
        int concurrent,

        @Setting(
                value = "The largest file that thumbnails are made of, in bytes; the process holds it in memory.",
                bytes = true)
        int largest,

        @Setting(value = "How much memory such a process may use for its objects.", bytes = true)
        int memory,

        @Setting("How long such a process may take before it is ended.")
        Duration time,

        @Setting(value = "The largest thumbnail in bytes.", bytes = true)
        int largestMade,

        @Setting("How long after a failure it is tried once more.")
        Duration retryAfter,

        @Setting("How often images without thumbnails are looked for, beside those that are uploaded here.")
        Duration lookEvery) {

    private static final int LEAST_MEMORY = 64 << 20;

    public ThumbnailConfig {
        if (concurrent < 0) {
            throw new IllegalArgumentException("concurrent must not be negative");
        }
        if (largest < 1) {
            throw new IllegalArgumentException("largest must be more than nothing");
        }
        if (memory < LEAST_MEMORY) {
            throw new IllegalArgumentException("memory must be at least 64MiB");
        }
        positive("time", time);
        if (largestMade < 1) {
            throw new IllegalArgumentException("largestMade must be more than nothing");
        }
        positive("retryAfter", retryAfter);
        positive("lookEvery", lookEvery);
    }

    public static ThumbnailConfig defaults() {
        return new ThumbnailConfig(
                1, 32 << 20, 256 << 20, Duration.ofSeconds(20), 4 << 20, Duration.ofMinutes(1), Duration.ofSeconds(30));
    }

    /** Longer than one image can take, reading and writing included. */
    Duration lease() {
        return time.multipliedBy(2).plusMinutes(1);
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be more than nothing");
        }
    }
}
