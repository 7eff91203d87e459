package chat.parley.core.thread;

import chat.parley.setting.Setting;

/** Bounds of following threads. */
public record ThreadConfig(
        @Setting("Of how many threads a list of a user's is made: those whose following or marker moved last.")
        int listed) {

    public ThreadConfig {
        if (listed < 1) {
            throw new IllegalArgumentException("listed must be 1 or more, not " + listed);
        }
    }

    public static ThreadConfig defaults() {
        return new ThreadConfig(2_000);
    }
}
