package chat.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.bucket4j.RateLimitConfig;
import chat.parley.adapter.postgres.TestStore;
import chat.parley.core.account.AccountConfig;
import chat.parley.http.AccountFixture.Got;
import chat.parley.http.AccountFixture.Person;
import chat.parley.http.AccountFixture.Setup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private static AccountFixture open;

    @BeforeAll
    static void start() {
        AccountConfig usual = AccountConfig.defaults();
        AccountConfig forAll = new AccountConfig(
                Optional.of(AccountConfig.Registration.OPEN),
                usual.maxSessions(),
                usual.maxBlocks(),
                usual.sessionIdle());
        open = new AccountFixture(TestStore.fresh(), new Setup(forAll, AccountFixture.LAX, AccountFixture.CHEAP));
    }

    @AfterAll
    static void stop() {
        open.close();
    }

    @Test
    void makesAMemberAndSignsThemIn() {
        Got got = open.post("/v1/accounts", "", """
                {"handle": "ada", "password": "correct horse", "name": " Ada Lovelace "}""");

        assertThat(got.status()).isEqualTo(201);
        assertThat(got.body().get("user").get("handle").asText()).isEqualTo("ada");
        assertThat(got.body().get("user").get("name").asText()).isEqualTo("Ada Lovelace");
        assertThat(got.body().get("user").get("role").asText()).isEqualTo("member");
        assertThat(got.body().get("expiresIn").asLong()).isEqualTo(600);
        assertThat(open.get("/v1/users/me", got.text("accessToken")).text("id"))
                .isEqualTo(got.body().get("user").get("id").asText());
    }

    @Test
    void refusesWhatIsNoHandle() {
        for (String handle : List.of(
                "", "a", "Ada", "-ada", "ad a", "äda", "a".repeat(33), "here", "all", "me", "deleted-u1", "a/b")) {
            assertThat(register(handle, AccountFixture.PASSWORD, "Ada").code())
                    .as(handle)
                    .isEqualTo("bad_request");
        }
    }

    @Test
    void takesHandlesOfTwoTo32Characters() {
        for (String handle : List.of("a1", "0.x", "b".repeat(32), "a_b-c.d")) {
            assertThat(register(handle, AccountFixture.PASSWORD, "Ada").status())
                    .as(handle)
                    .isEqualTo(201);
        }
    }

    @Test
    void refusesPasswordsTooShortOrTooLong() {
        for (String password : List.of("", "seven77", "\uD83D\uDE00".repeat(7), "a".repeat(1_001))) {
            assertThat(register("grace", password, "Grace").code()).as(password).isEqualTo("bad_request");
        }
        assertThat(register("emoji", "\uD83D\uDE00".repeat(8), "E").status()).isEqualTo(201);
        assertThat(register("longest", "a".repeat(1_000), "L").status()).isEqualTo(201);
    }

    @Test
    void refusesNamesThatAreBlankTooLongOrInvisible() {
        for (String name : List.of("", "  ", "a".repeat(81), "a\\u0007b", "a\\u202Eb", "a\\nb", "a\\u0000b")) {
            assertThat(register("hopper", AccountFixture.PASSWORD, name).code())
                    .as(name)
                    .isEqualTo("bad_request");
        }
        assertThat(register("eighty", AccountFixture.PASSWORD, "\uD83D\uDE00".repeat(80))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void saysWhatIsMissing() {
        Got got = open.post("/v1/accounts", "", "{\"handle\": \"nobody\", \"name\": \"N\"}");
        assertThat(got.code()).isEqualTo("bad_request");
        assertThat(got.text("detail")).contains("password");
    }

    @Test
    void givesOneHandleToOneOfManyAtOnce() throws Exception {
        List<Integer> statuses = AccountFixture.atOnce(
                8, () -> register("wanted", AccountFixture.PASSWORD, "W").status());

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(7);
    }

    @Test
    void closesOnceTheAdministratorHasComeIn() {
        try (AccountFixture fresh = new AccountFixture(TestStore.fresh(), Setup.USUAL)) {
            assertThat(fresh.adminLink.wanted()).isTrue();
            String link = fresh.adminLink.create();
            assertThat(fresh.adminLink.wanted()).isFalse();
            fresh.register("early");

            Person admin = fresh.register("root", link);

            assertThat(fresh.get("/v1/users/me", admin.token()).text("role")).isEqualTo("admin");
            assertThat(fresh.register("second", "S", link).code()).isEqualTo("expired");
            Got late = fresh.post("/v1/accounts", "", """
                    {"handle": "late", "password": "correct horse", "name": "Late"}""");
            assertThat(late.code()).isEqualTo("forbidden");
        }
    }

    @Test
    void makesNoAdministratorByALinkOlderThanAnHour() {
        try (AccountFixture fresh = new AccountFixture(TestStore.fresh(), Setup.USUAL)) {
            String link = fresh.adminLink.create();
            fresh.clock.advance(Duration.ofMinutes(61));

            assertThat(fresh.register("root", "R", link).code()).isEqualTo("expired");
            fresh.register("root", fresh.adminLink.create());
        }
    }

    @Test
    void isOpenOrByInvitationAsConfigured() {
        for (AccountConfig.Registration registration : AccountConfig.Registration.values()) {
            AccountConfig usual = AccountConfig.defaults();
            AccountConfig config = new AccountConfig(
                    Optional.of(registration), usual.maxSessions(), usual.maxBlocks(), usual.sessionIdle());
            try (AccountFixture fresh = new AccountFixture(
                    TestStore.fresh(), new Setup(config, AccountFixture.LAX, AccountFixture.CHEAP))) {
                fresh.register("root", fresh.adminLink.create());
                Got got = fresh.post("/v1/accounts", "", """
                        {"handle": "anybody", "password": "correct horse", "name": "A"}""");
                assertThat(got.status()).isEqualTo(registration == AccountConfig.Registration.OPEN ? 201 : 403);
            }
        }
    }

    @Test
    void refusesAnInvitationThatNeverWas() {
        assertThat(open.register("hopeful", "H", "guessed").code()).isEqualTo("forbidden");
    }

    @Test
    void letsInvitationsGiveRolesOnlyTheInviterMayGive() {
        Person admin = open.register("boss", open.adminLink.create());
        Person moderator = open.register("mod", invite(admin, "{\"role\": \"moderator\"}"));
        Person guest = open.register("visitor", invite(moderator, "{\"role\": \"guest\"}"));

        assertThat(open.get("/v1/users/me", moderator.token()).text("role")).isEqualTo("moderator");
        assertThat(open.get("/v1/users/me", guest.token()).text("role")).isEqualTo("guest");
        assertThat(wish(moderator, "{\"role\": \"moderator\"}").code()).isEqualTo("forbidden");
        assertThat(wish(moderator, "{\"role\": \"admin\"}").code()).isEqualTo("forbidden");
        assertThat(wish(guest, "{}").code()).isEqualTo("forbidden");
        for (String wrong : List.of(
                "{\"role\": \"bot\"}",
                "{\"role\": \"king\"}",
                "{\"expiresInHours\": 0}",
                "{\"expiresInHours\": 721}",
                "{\"uses\": 0}",
                "{\"uses\": 1001}",
                "{\"uses\": \"2\"}")) {
            assertThat(wish(admin, wrong).code()).as(wrong).isEqualTo("bad_request");
        }
    }

    @Test
    void countsTheUsesOfAnInvitation() throws Exception {
        Person admin = open.register("counter", open.adminLink.create());
        String twice = invite(admin, "{\"uses\": 2}");

        List<Integer> statuses = AccountFixture.atOnce(
                6,
                () -> open.register("h" + Thread.currentThread().threadId(), "H", twice)
                        .status());

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(2);
        assertThat(statuses).filteredOn(status -> status == 410).hasSize(4);
    }

    @Test
    void keepsAnInvitationWhoseHandleWasTaken() {
        Person admin = open.register("keeper", open.adminLink.create());
        String once = invite(admin, "{}");

        assertThat(open.register("keeper", "K", once).code()).isEqualTo("conflict");
        open.register("kept", once);
    }

    @Test
    void endsInvitationsInTheirTime() {
        try (AccountFixture fresh = new AccountFixture(TestStore.fresh(), Setup.USUAL)) {
            Person admin = fresh.register("root", fresh.adminLink.create());
            Got got = fresh.post("/v1/invites", admin.token(), "{\"expiresInHours\": 2}");
            assertThat(Instant.parse(got.text("expiresAt")))
                    .isBefore(fresh.clock.instant().plusSeconds(7_201));
            fresh.clock.advance(Duration.ofHours(3));
            assertThat(fresh.register("late", "L", got.text("invite")).code()).isEqualTo("expired");
        }
    }

    @Test
    void limitsTheRegistrationsOfAnAddress() {
        RateLimitConfig strict =
                new RateLimitConfig(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 60, Duration.ofSeconds(1), 1, 1_000);
        try (AccountFixture fresh = new AccountFixture(
                TestStore.fresh(), new Setup(AccountConfig.defaults(), strict, AccountFixture.CHEAP))) {
            Got last = null;
            for (int i = 0; i < 65; i++) {
                last = fresh.post("/v1/accounts", "", """
                        {"handle": "many%d", "password": "correct horse", "name": "M"}""".formatted(i));
                if (last.status() != 201) {
                    assertThat(i).isGreaterThanOrEqualTo(60);
                    break;
                }
            }
            assertThat(last.code()).isEqualTo("rate_limited");
            assertThat(last.body().get("retryAfterMs").asLong()).isPositive();
            assertThat(last.response().headers().firstValue("retry-after")).isPresent();
        }
    }

    private static Got register(String handle, String password, String name) {
        return open.post("/v1/accounts", "", """
                {"handle": "%s", "password": "%s", "name": "%s"}""".formatted(handle, password, name));
    }

    private static Got wish(Person inviter, String body) {
        return open.post("/v1/invites", inviter.token(), body);
    }

    private static String invite(Person inviter, String body) {
        Got got = wish(inviter, body);
        assertThat(got.status()).isEqualTo(201);
        return got.text("invite");
    }
}
