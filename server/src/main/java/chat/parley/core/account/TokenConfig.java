package chat.parley.core.account;

import chat.parley.setting.Setting;
import java.time.Duration;

/** How long access tokens are good, and how many verified ones are remembered. */
public record TokenConfig(
        @Setting("How long an access token is good.") Duration lifetime,

        @Setting("The longest that any access token is good, those of `seed` included; sessions that ended are"
                + " remembered for as long.")
        Duration longestLifetime,

        @Setting("Verified tokens kept, so that a signature is checked once and not at each request.")
        int rememberedTokens) {

    /** Clocks may differ by this much (protocol section 4). */
    public static final Duration LEEWAY = Duration.ofSeconds(60);

    public TokenConfig {
        if (lifetime.compareTo(Duration.ofMinutes(1)) < 0 || lifetime.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("lifetime must be 1m to 1h");
        }
        if (longestLifetime.compareTo(lifetime) < 0 || longestLifetime.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException("longestLifetime must be at least lifetime and at most 7d");
        }
        if (rememberedTokens < 0) {
            throw new IllegalArgumentException("rememberedTokens must not be negative");
        }
    }

    public static TokenConfig defaults() {
        return new TokenConfig(Duration.ofMinutes(10), Duration.ofHours(24), 50_000);
    }
}
