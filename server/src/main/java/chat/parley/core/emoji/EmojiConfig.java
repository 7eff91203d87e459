package chat.parley.core.emoji;

import chat.parley.setting.Setting;
import java.time.Duration;

/** Who may add emoji to the workspace, and how many and how large they may be. */
public record EmojiConfig(
        @Setting(
                "Who may add emoji to the workspace: `administrators`, or `members`, who are all but guests. What somebody added they may remove; administrators may remove all.")
        AddedBy addedBy,

        @Setting("The most emoji that the workspace has.") int most,

        @Setting(
                value = "The largest file that an emoji is made of, in bytes; the server holds it in memory.",
                bytes = true)
        int largest,

        @Setting(value = "The largest picture of an emoji in bytes, after it was made to fit.", bytes = true)
        int picture,

        @Setting("How many emoji a server takes in at a time; further ones are answered `unavailable`.")
        int concurrent,

        @Setting("How long taking one in may last, besides making its picture.")
        Duration transfer) {

    /** Who may add one. */
    public enum AddedBy {
        ADMINISTRATORS,
        MEMBERS
    }

    public EmojiConfig {
        positive("most", most);
        positive("largest", largest);
        positive("picture", picture);
        positive("concurrent", concurrent);
        positive("transfer", transfer.toMillis());
    }

    public static EmojiConfig defaults() {
        return new EmojiConfig(AddedBy.ADMINISTRATORS, 500, 1 << 20, 72 << 10, 2, Duration.ofSeconds(30));
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be more than nothing");
        }
    }
}
