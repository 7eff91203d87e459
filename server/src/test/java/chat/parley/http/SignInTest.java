package chat.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.argon2.PasswordConfig;
import chat.parley.adapter.bucket4j.RateLimitConfig;
import chat.parley.adapter.postgres.TestStore;
import chat.parley.core.account.AccountConfig;
import chat.parley.http.AccountFixture.Got;
import chat.parley.http.AccountFixture.Person;
import chat.parley.http.AccountFixture.Setup;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SignInTest {
    private static AccountFixture server;
    private static AccountFixture strict;

    @BeforeAll
    static void start() {
        server = new AccountFixture(TestStore.fresh(), Setup.USUAL);
        strict = server.another(new Setup(AccountConfig.defaults(), RateLimitConfig.defaults(), AccountFixture.CHEAP));
    }

    @AfterAll
    static void stop() {
        strict.close();
        server.close();
    }

    @Test
    void signsInByHandleAndPassword() {
        server.register("ada");

        Person ada = server.signIn("ada");

        assertThat(server.get("/v1/users/me", ada.token()).text("handle")).isEqualTo("ada");
        assertThat(server.signIn(" ADA ").id()).isEqualTo(ada.id());
    }

    @Test
    void doesNotTellAnUnknownHandleFromAWrongPassword() {
        server.register("known");

        Got unknown = server.trySignIn("unknown", AccountFixture.PASSWORD);
        Got wrong = server.trySignIn("known", "not the password");
        Got noHandle = server.trySignIn("No Handle At All!", AccountFixture.PASSWORD);
        Got tooShort = server.trySignIn("known", "x");

        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.response().headers().firstValue("www-authenticate")).isPresent();
        assertThat(List.of(wrong.body(), noHandle.body(), tooShort.body())).containsOnly(unknown.body());
    }

    @Test
    void refusesAHandleAfterTenFailuresAMinuteEvenTheRightPassword() {
        server.register("target");
        for (int i = 0; i < 10; i++) {
            assertThat(strict.trySignIn("target", "guess number " + i).code()).isEqualTo("unauthenticated");
        }

        assertThat(strict.trySignIn("target", "guess number 11").code()).isEqualTo("rate_limited");
        Got right = strict.trySignIn("target", AccountFixture.PASSWORD);
        assertThat(right.code()).isEqualTo("rate_limited");
        assertThat(right.body().get("retryAfterMs").asLong()).isPositive();
    }

    @Test
    void refusesAnUnknownHandleJustSo() {
        for (int i = 0; i < 10; i++) {
            assertThat(strict.trySignIn("phantom", "guess number " + i).code()).isEqualTo("unauthenticated");
        }
        assertThat(strict.trySignIn("phantom", "guess number 11").code()).isEqualTo("rate_limited");
    }

    @Test
    void countsGuessesSideBySideToo() throws Exception {
        server.register("besieged");

        List<String> codes = AccountFixture.atOnce(
                30, () -> strict.trySignIn("besieged", "a guess of many").code());

        assertThat(codes).filteredOn("unauthenticated"::equals).hasSizeLessThanOrEqualTo(12);
        assertThat(codes).filteredOn("rate_limited"::equals).hasSizeGreaterThanOrEqualTo(18);
    }

    @Test
    void doesNotCountSuccesses() {
        server.register("busy");
        for (int i = 0; i < 15; i++) {
            strict.signIn("busy");
        }
    }

    @Test
    void limitsTheFailuresOfAnAddressOverAllHandles() {
        try (AccountFixture fresh =
                server.another(new Setup(AccountConfig.defaults(), RateLimitConfig.defaults(), AccountFixture.CHEAP))) {
            int failures = 0;
            while (fresh.trySignIn("someone" + failures, "a guess of many").status() == 401) {
                failures++;
                assertThat(failures).isLessThan(120);
            }
            assertThat(failures).isGreaterThanOrEqualTo(60);
        }
    }

    @Test
    void hashesAnewOnceAHashCostsMore() {
        Person ada = server.register("rehashed");
        String before = password(ada);
        PasswordConfig dearer = new PasswordConfig(16 * 1024, 2, 1, 2, Duration.ofSeconds(30));
        try (AccountFixture later = server.another(new Setup(AccountConfig.defaults(), AccountFixture.LAX, dearer))) {
            later.signIn("rehashed");
            String after = password(ada);

            assertThat(before).startsWith("$argon2id$v=19$m=8,t=1,p=1$");
            assertThat(after).startsWith("$argon2id$v=19$m=16,t=2,p=1$");
            later.signIn("rehashed");
            assertThat(password(ada)).isEqualTo(after);
        }
        server.signIn("rehashed");
    }

    @Test
    void saysUnavailableWhereTooManyPasswordsAreBeingHashed() throws Exception {
        PasswordConfig oneAtATime = new PasswordConfig(64 * 1024 * 1024, 4, 1, 1, Duration.ZERO);
        try (AccountFixture slow =
                server.another(new Setup(AccountConfig.defaults(), AccountFixture.LAX, oneAtATime))) {
            // an unknown handle costs what the configuration says, a known one what its stored hash cost when it was
            // made
            List<Got> answers = AccountFixture.atOnce(6, () -> slow.trySignIn("nobody-here", "not the password"));

            assertThat(answers).extracting(Got::code).contains("unavailable", "unauthenticated");
            assertThat(answers)
                    .filteredOn(answer -> answer.code().equals("unavailable"))
                    .allSatisfy(answer -> assertThat(
                                    answer.body().get("retryAfterMs").asLong())
                            .isPositive());
        }
    }

    private static String password(Person person) {
        return server.sql("select password from account where handle = '" + person.handle() + "'");
    }
}
