package chat.parley.core.preview;

import chat.parley.setting.Setting;
import java.time.Duration;

/** Whether and how far links are followed. */
public record PreviewConfig(
        @Setting(
                "Whether this server looks at the pages that messages link to. Whoever runs such a page then sees this server's"
                        + " address, and when somebody read the link.")
        boolean on,

        @Setting("How many links of a message are looked at, the first ones.")
        int links,

        @Setting("How many pages are looked at at a time.") int concurrent,

        @Setting("How long a look may take, name and redirects and picture included.")
        Duration time,

        @Setting(value = "How much of a page is read, from its beginning.", bytes = true)
        int pageBytes,

        @Setting(value = "The largest picture of a page that is read.", bytes = true)
        int imageBytes,

        @Setting(value = "How much memory is taken for what was found.", bytes = true)
        long remembered,

        @Setting("How long what was found is taken for true.")
        Duration found,

        @Setting("How long it is not looked again where nothing was found.")
        Duration nothing) {

    public PreviewConfig {
        positive("links", links);
        positive("concurrent", concurrent);
        positive("time", time.toMillis());
        positive("pageBytes", pageBytes);
        positive("imageBytes", imageBytes);
        positive("remembered", remembered);
        positive("found", found.toMillis());
        positive("nothing", nothing.toMillis());
    }

    public static PreviewConfig defaults() {
        return new PreviewConfig(
                false,
                3,
                8,
                Duration.ofSeconds(10),
                512 << 10,
                5 << 20,
                32L << 20,
                Duration.ofHours(24),
                Duration.ofMinutes(10));
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be more than nothing");
        }
    }
}
