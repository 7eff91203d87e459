package chat.parley.gateway.session;

import chat.parley.setting.Setting;
import java.time.Duration;

/**
 * The bounds of what is told while it holds and may be lost: typing and presence, and what blocks keep apart.
 *
 * @param typingReaders connected sessions of a conversation up to which all of them are told who types
 * @param presenceFrames changes that one session is told a second of those it watches; more wait for the next
 * @param presenceReads reads of the store at once for those who watch
 * @param recheckEvery how long a lost hint can matter: blocks and presence are read anew in this time
 * @param recheckUsers users whose blocks one statement reads
 */
public record HintConfig(
        @Setting("Connected sessions of a conversation up to which all are told who types there.")
        int typingReaders,

        @Setting("Changes of presence that one session is told a second; more wait for the next.")
        int presenceFrames,

        @Setting("Reads of the store at once for those who watch others.")
        int presenceReads,

        @Setting("In this time everything that hints tell is compared with the store once, in whole seconds.")
        Duration recheckEvery,

        @Setting("Users whose blocks one statement reads.") int recheckUsers) {

    public HintConfig {
        require(typingReaders >= 0, "typingReaders must not be negative");
        require(presenceFrames > 0 && presenceReads > 0, "presenceFrames and presenceReads must be positive");
        require(recheckEvery.compareTo(Duration.ofSeconds(1)) >= 0, "recheckEvery must be at least 1s");
        require(recheckUsers > 0, "recheckUsers must be positive");
    }

    public static HintConfig defaults() {
        return new HintConfig(100, 100, 4, Duration.ofSeconds(60), 500);
    }

    private static void require(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException("gateway.hints: " + message);
        }
    }
}
