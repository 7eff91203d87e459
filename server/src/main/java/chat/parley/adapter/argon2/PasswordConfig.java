package chat.parley.adapter.argon2;

import chat.parley.setting.Setting;
import java.time.Duration;

/** What a password hash costs. The defaults are the least that OWASP's password storage cheat sheet advises. */
public record PasswordConfig(
        @Setting(
                value = "Memory a hash takes. Raising it, or `iterations`, rehashes each password at its next sign-in.",
                bytes = true)
        int memory,

        @Setting("Passes over that memory.") int iterations,
        @Setting("Lanes of a hash.") int parallelism,

        @Setting(value = "Hashes computed at a time, on threads of their own.", byDefault = "the number of processors")
        int atOnce,

        @Setting("How long a sign-in waits for its turn before it is answered `unavailable`.")
        Duration patience) {

    private static final int MIB = 1_048_576;

    public PasswordConfig {
        if (memory < 8 * 1024 * parallelism || memory > 1024 * MIB) {
            throw new IllegalArgumentException("memory must be at least 8 KiB a lane and at most 1 GiB");
        }
        if (iterations < 1 || iterations > 100) {
            throw new IllegalArgumentException("iterations must be 1 to 100");
        }
        if (parallelism < 1 || parallelism > 16) {
            throw new IllegalArgumentException("parallelism must be 1 to 16");
        }
        if (atOnce < 1) {
            throw new IllegalArgumentException("atOnce must be at least 1");
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience must not be negative");
        }
    }

    public static PasswordConfig defaults() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new PasswordConfig(19 * MIB, 2, 1, cores, Duration.ofSeconds(2));
    }
}
