package chat.parley.core.draft;

import chat.parley.setting.Setting;

/** Bounds of what is kept of a user's drafts. */
public record DraftConfig(
        @Setting("The most drafts of a user that are kept at a time.")
        int drafts,

        @Setting(
                value =
                        "How large all drafts of a user may be together, in bytes of UTF-8; what is beyond stays on its device.",
                bytes = true)
        int bytes) {

    public DraftConfig {
        positive("drafts", drafts);
        positive("bytes", bytes);
    }

    public static DraftConfig defaults() {
        return new DraftConfig(200, 128 * 1024);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
        }
    }
}
