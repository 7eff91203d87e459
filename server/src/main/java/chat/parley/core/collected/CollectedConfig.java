package chat.parley.core.collected;

import chat.parley.setting.Setting;

/** Bounds of what is collected for one user. */
public record CollectedConfig(
        @Setting("The most messages that a user has saved at a time.")
        int saved,

        @Setting("How many mentions of a conversation are listed, the newest first: of the user, and as many of all.")
        int mentions) {

    public CollectedConfig {
        positive("saved", saved);
        positive("mentions", mentions);
    }

    public static CollectedConfig defaults() {
        return new CollectedConfig(1_000, 1_000);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
        }
    }
}
