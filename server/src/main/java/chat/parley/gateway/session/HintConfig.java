package chat.parley.gateway.session;

import chat.parley.setting.Setting;
import java.time.Duration;

/**
 * The bounds of what is told while it holds and may be lost: typing, and what blocks keep apart.
 *
 * @param typingReaders connected sessions of a conversation up to which all of them are told who types
 * @param recheckEvery how long a lost hint can matter: blocks of those connected are read anew in this time
 * @param recheckUsers users whose blocks one statement reads
 */
public record HintConfig(
        @Setting("Connected sessions of a conversation up to which all are told who types there.")
        int typingReaders,

        @Setting("In this time everything that hints tell is compared with the store once, in whole seconds.")
        Duration recheckEvery,

        @Setting("Users whose blocks one statement reads.") int recheckUsers) {

    public HintConfig {
        require(typingReaders >= 0, "typingReaders must not be negative");
        require(recheckEvery.compareTo(Duration.ofSeconds(1)) >= 0, "recheckEvery must be at least 1s");
        require(recheckUsers > 0, "recheckUsers must be positive");
    }

    public static HintConfig defaults() {
        return new HintConfig(100, Duration.ofSeconds(60), 500);
    }

    private static void require(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException("gateway.hints: " + message);
        }
    }
}
