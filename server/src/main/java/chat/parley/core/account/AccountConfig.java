package chat.parley.core.account;

import chat.parley.setting.Setting;
import java.time.Duration;
import java.util.Optional;

/** Who may have an account, and how much of everything one may have. */
public record AccountConfig(
        @Setting("Who may register: `open` for everybody, `invite` for those with an invitation. Unset: open until the"
                + " administrator's link has been used, then by invitation.")
        Optional<Registration> registration,

        @Setting("Sign-in sessions a user may have; one more ends the one unused for longest.")
        int maxSessions,

        @Setting("Users that one user may block.") int maxBlocks,

        @Setting("How long a session lasts that is not refreshed.")
        Duration sessionIdle) {

    /** Who may register. */
    public enum Registration {
        OPEN,
        INVITE
    }

    public AccountConfig {
        if (maxSessions < 1 || maxSessions > 1_000) {
            throw new IllegalArgumentException("maxSessions must be 1 to 1000");
        }
        if (maxBlocks < 1 || maxBlocks > 10_000) {
            throw new IllegalArgumentException("maxBlocks must be 1 to 10000");
        }
        if (sessionIdle.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("sessionIdle must be at least 1h");
        }
    }

    public static AccountConfig defaults() {
        return new AccountConfig(Optional.empty(), 100, 1_000, Duration.ofDays(30));
    }
}
