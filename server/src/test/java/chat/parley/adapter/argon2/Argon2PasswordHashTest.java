package chat.parley.adapter.argon2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.core.account.PasswordHash.Check;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class Argon2PasswordHashTest {
    private static final String PASSWORD = "correct horse \uD83D\uDC0E";

    private static PasswordConfig costing(int memory, int iterations) {
        return new PasswordConfig(memory, iterations, 1, 1, Duration.ofSeconds(30));
    }

    @Test
    void saltsEachHash() {
        try (Argon2PasswordHash hashes = new Argon2PasswordHash(costing(8_192, 1))) {
            String one = hashes.hash(PASSWORD).orElseThrow();
            String other = hashes.hash(PASSWORD).orElseThrow();

            assertThat(one).startsWith("$argon2id$v=19$m=8,t=1,p=1$").isNotEqualTo(other);
            assertThat(hashes.check(PASSWORD, Optional.of(one))).isEqualTo(Check.RIGHT);
            assertThat(hashes.check(PASSWORD, Optional.of(other))).isEqualTo(Check.RIGHT);
            assertThat(hashes.check(PASSWORD + "!", Optional.of(one))).isEqualTo(Check.WRONG);
        }
    }

    /** Made by the reference implementation: {@code echo -n password | argon2 somesalt -t 2 -m 16 -p 1 -id}. */
    @Test
    void readsTheHashesOfOtherPrograms() {
        String reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        try (Argon2PasswordHash hashes = new Argon2PasswordHash(costing(8_192, 1))) {
            assertThat(hashes.check("password", Optional.of(reference))).isEqualTo(Check.RIGHT);
            assertThat(hashes.check("passwort", Optional.of(reference))).isEqualTo(Check.WRONG);
        }
    }

    @Test
    void tellsAHashOfLesserParameters() {
        try (Argon2PasswordHash cheap = new Argon2PasswordHash(costing(8_192, 1));
                Argon2PasswordHash moreMemory = new Argon2PasswordHash(costing(16_384, 1));
                Argon2PasswordHash morePasses = new Argon2PasswordHash(costing(8_192, 2))) {
            Optional<String> hash = cheap.hash(PASSWORD);

            assertThat(moreMemory.check(PASSWORD, hash)).isEqualTo(Check.RIGHT_BUT_OUTDATED);
            assertThat(morePasses.check(PASSWORD, hash)).isEqualTo(Check.RIGHT_BUT_OUTDATED);
            assertThat(moreMemory.check("wrong", hash)).isEqualTo(Check.WRONG);
            assertThat(cheap.check(PASSWORD, moreMemory.hash(PASSWORD))).isEqualTo(Check.RIGHT);
        }
    }

    @Test
    void findsNothingRightWithoutAHash() {
        try (Argon2PasswordHash hashes = new Argon2PasswordHash(costing(8_192, 1))) {
            assertThat(hashes.check("a password that nobody has", Optional.empty()))
                    .isEqualTo(Check.WRONG);
            assertThat(hashes.check(PASSWORD, Optional.of("$2b$12$notargon"))).isEqualTo(Check.WRONG);
        }
    }

    @Test
    void hashesByOwaspsMinimumByDefault() {
        PasswordConfig config = PasswordConfig.defaults();
        assertThat(config.memory()).isEqualTo(19 * 1024 * 1024);
        assertThat(config.iterations()).isEqualTo(2);
        assertThat(config.parallelism()).isEqualTo(1);
    }

    @Test
    void refusesParametersOutOfRange() {
        assertThatThrownBy(() -> costing(8_191, 1)).hasMessageStartingWith("memory");
        assertThatThrownBy(() -> costing(8_192, 0)).hasMessageStartingWith("iterations");
        assertThatThrownBy(() -> new PasswordConfig(8_192, 1, 1, 0, Duration.ZERO))
                .hasMessageStartingWith("atOnce");
        assertThatThrownBy(() -> new PasswordConfig(8_192, 1, 1, 1, Duration.ofMillis(-1)))
                .hasMessageStartingWith("patience");
    }
}
