package chat.parley.gateway.session;

import chat.parley.setting.Setting;
import java.time.Duration;

/**
 * The bounds of what is told while it holds and may be lost: typing and presence, and what blocks keep apart.
 *
 * @param typingReaders connected members of a conversation up to which all of them are told who types
 * @param crowdTypings how many people typing are told a second in a conversation of more readers, to those in focus
 * @param presenceFrames changes that one session is told a second of those it watches; more wait for the next
 * @param presenceReads reads of the store at once for those who watch
 * @param profileMembers members up to which a conversation's are told of each other's changed profiles
 * @param profileConversations conversations, the youngest ones, whose members are told of one changed profile
 * @param profileEvery a changed profile is told once in this time
 * @param profilesWaiting changed profiles that wait; more are told to nobody
 * @param recheckEvery how long a lost hint can matter: blocks and presence are read anew in this time
 * @param recheckUsers users whose blocks one statement reads
 */
public record HintConfig(
        @Setting("Connected members of a conversation up to which all are told who types there.")
        int typingReaders,

        @Setting(
                "How often a second it is told, in a conversation of more readers, who types there: to those in focus.")
        int crowdTypings,

        @Setting("Changes of presence that one session is told a second; more wait for the next.")
        int presenceFrames,

        @Setting("Reads of the store at once for those who watch others.")
        int presenceReads,

        @Setting("Members up to which a conversation's are told of each other's changed profiles.")
        int profileMembers,

        @Setting("Conversations, the youngest ones, whose members are told of one changed profile.")
        int profileConversations,

        @Setting("A changed profile is told once in this time.")
        Duration profileEvery,

        @Setting("Changed profiles that wait to be told; more are told to nobody.")
        int profilesWaiting,

        @Setting("In this time everything that hints tell is compared with the store once, in whole seconds.")
        Duration recheckEvery,

        @Setting("Users whose blocks one statement reads.") int recheckUsers) {

    public HintConfig {
        require(typingReaders >= 0 && crowdTypings >= 0, "typingReaders and crowdTypings must not be negative");
        require(profileMembers >= 0 && profileConversations >= 0, "profiles' bounds must not be negative");
        require(profileEvery.isPositive() && profilesWaiting > 0, "profileEvery and profilesWaiting must be positive");
        require(presenceFrames > 0 && presenceReads > 0, "presenceFrames and presenceReads must be positive");
        require(recheckEvery.compareTo(Duration.ofSeconds(1)) >= 0, "recheckEvery must be at least 1s");
        require(recheckUsers > 0, "recheckUsers must be positive");
    }

    public static HintConfig defaults() {
        return new HintConfig(100, 5, 100, 4, 500, 1_000, Duration.ofSeconds(2), 10_000, Duration.ofSeconds(60), 500);
    }

    private static void require(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException("gateway.hints: " + message);
        }
    }
}
