package chat.parley.core.message;

import chat.parley.setting.Setting;
import java.time.Duration;

/** Bounds of what may become of a message after it was sent. What is over one is refused aloud. */
public record MessageConfig(
        @Setting("How long after it was sent a message may be edited by its sender.")
        Duration editWindow,

        @Setting(
                "How long after it was sent a message may be recalled by its sender; owners and moderators always may.")
        Duration recallWindow,

        @Setting("How often a message may be edited.") int edits,

        @Setting("The most different emoji that a message is reacted to with.")
        int emoji,

        @Setting(
                "How many of those who reacted with an emoji are named in a page, the earliest first; all are counted.")
        int reactorsNamed,

        @Setting("The most messages that are pinned in a conversation at a time.")
        int pins,

        @Setting(
                "Up to how many members of a conversation anybody may mention at once, by `here`, `all` or user groups; above, owners and moderators.")
        int everybody) {

    public MessageConfig {
        notNegative("editWindow", editWindow);
        notNegative("recallWindow", recallWindow);
        positive("edits", edits);
        positive("emoji", emoji);
        positive("reactorsNamed", reactorsNamed);
        positive("pins", pins);
        positive("everybody", everybody);
    }

    public static MessageConfig defaults() {
        return new MessageConfig(Duration.ofHours(24), Duration.ofHours(1), 100, 50, 10, 100, 100);
    }

    private static void notNegative(String name, Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative");
        }
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
        }
    }
}
