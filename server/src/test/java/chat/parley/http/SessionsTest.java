package chat.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.TestStore;
import chat.parley.core.account.AccountConfig;
import chat.parley.core.bus.Signal;
import chat.parley.http.AccountFixture.Got;
import chat.parley.http.AccountFixture.Person;
import chat.parley.http.AccountFixture.Setup;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static AccountFixture server;
    private static int adas;

    private Person ada;

    @BeforeAll
    static void start() {
        server = new AccountFixture(TestStore.fresh(), Setup.USUAL);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void register() {
        ada = server.register("ada" + ++adas);
        server.signals.clear();
    }

    @Test
    void listsOnesOwnDevices() {
        server.register("bob" + adas);
        Person laptop = server.signIn(ada.handle());

        JsonNode sessions = server.get("/v1/sessions", laptop.token()).body().get("sessions");

        assertThat(sessions).hasSize(2);
        assertThat(sessions)
                .filteredOn(session -> session.get("current").asBoolean())
                .hasSize(1);
        assertThat(sessions.get(0).get("device").asText()).isEqualTo("a test");
        assertThat(sessions.get(0).get("createdAt").asText()).endsWith("Z");
        assertThat(sessions.get(0).get("usedAt").asText()).endsWith("Z");
    }

    @Test
    void refusesTheTokensOfASessionThatEndedAndTellsTheOthers() {
        Person laptop = server.signIn(ada.handle());
        String id = current(laptop);

        assertThat(server.call("DELETE", "/v1/sessions/" + id, ada.token(), "").status())
                .isEqualTo(204);

        assertThat(server.get("/v1/users/me", laptop.token()).status()).isEqualTo(401);
        assertThat(server.refresh(laptop.refreshToken()).status()).isEqualTo(401);
        assertThat(server.get("/v1/users/me", ada.token()).status()).isEqualTo(200);
        assertThat(server.signals)
                .filteredOn(signal -> signal instanceof Signal.SessionsEnded)
                .singleElement()
                .satisfies(signal -> assertThat(((Signal.SessionsEnded) signal).sessions())
                        .singleElement()
                        .hasToString(id));
        assertThat(server.sql("select count(*) from session s join account a on a.id = s.account where a.handle = '"
                        + ada.handle() + "' and s.ended_xid is not null and s.ended_at is not null"))
                .isEqualTo("1");
    }

    @Test
    void endsTheCurrentOne() {
        assertThat(server.call("DELETE", "/v1/sessions/current", ada.token(), "")
                        .status())
                .isEqualTo(204);
        assertThat(server.get("/v1/sessions", ada.token()).code()).isEqualTo("unauthenticated");
    }

    @Test
    void endsASessionOnceAndChangesNothingTheNextTime() {
        String id = current(server.signIn(ada.handle()));
        for (int i = 0; i < 2; i++) {
            assertThat(server.call("DELETE", "/v1/sessions/" + id, ada.token(), "")
                            .status())
                    .isEqualTo(204);
        }
        assertThat(server.signals).hasSize(1);
    }

    @Test
    void doesNotFindOthersSessions() {
        String id = current(server.register("bob" + adas));
        for (String other : List.of(id, "s0000000000001", "nonsense")) {
            assertThat(server.call("DELETE", "/v1/sessions/" + other, ada.token(), "")
                            .code())
                    .as(other)
                    .isEqualTo("not_found");
        }
    }

    @Test
    void remembersOnANodeThatStartsLaterWhatEndedBefore() {
        Person laptop = server.signIn(ada.handle());
        server.call("DELETE", "/v1/sessions/current", laptop.token(), "");
        try (AccountFixture node = server.another(Setup.USUAL)) {
            assertThat(node.get("/v1/users/me", laptop.token()).status()).isEqualTo(401);
            assertThat(node.get("/v1/users/me", ada.token()).status()).isEqualTo(200);
        }
    }

    @Test
    void endsTheOneUnusedForLongestWhereThereAreTooMany() {
        AccountConfig usual = AccountConfig.defaults();
        AccountConfig three = new AccountConfig(Optional.empty(), 3, usual.maxBlocks(), usual.sessionIdle());
        try (AccountFixture node = server.another(new Setup(three, AccountFixture.LAX, AccountFixture.CHEAP))) {
            List<Person> devices = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                node.clock.advance(Duration.ofSeconds(5));
                devices.add(node.signIn(ada.handle()));
            }
            assertThat(node.get("/v1/users/me", ada.token()).status()).isEqualTo(401);
            assertThat(node.get("/v1/users/me", devices.get(0).token()).status())
                    .isEqualTo(401);
            assertThat(node.get("/v1/users/me", devices.get(1).token()).status())
                    .isEqualTo(200);
            assertThat(node.get("/v1/users/me", devices.get(3).token()).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesATokenElevenMinutesOld() {
        server.clock.advance(Duration.ofMinutes(10).plusSeconds(58));
        assertThat(server.get("/v1/users/me", ada.token()).status()).isEqualTo(200);
        server.clock.advance(Duration.ofSeconds(3));
        assertThat(server.get("/v1/users/me", ada.token()).status()).isEqualTo(401);
    }

    @Test
    void publishesTheKeyThatVerifiesItsTokens() throws Exception {
        JsonNode key =
                server.get("/.well-known/jwks.json", "").body().get("keys").get(0);
        assertThat(key.get("kty").asText()).isEqualTo("OKP");
        assertThat(key.get("crv").asText()).isEqualTo("Ed25519");
        assertThat(key.has("d")).isFalse();

        String[] parts = ada.token().split("\\.");
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(publicKey(key.get("x").asText()));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void exchangesARefreshTokenForANewPair() {
        server.clock.advance(Duration.ofMinutes(20));

        Got got = server.refresh(ada.refreshToken());

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.text("refreshToken")).isNotEqualTo(ada.refreshToken());
        assertThat(got.body().get("expiresIn").asLong()).isEqualTo(600);
        assertThat(server.get("/v1/users/me", got.text("accessToken")).status()).isEqualTo(200);
    }

    @Test
    void givesTheSamePairForTheTokenJustReplaced() {
        server.clock.advance(Duration.ofMinutes(20));
        Got first = server.refresh(ada.refreshToken());
        server.clock.advance(Duration.ofSeconds(59));

        assertThat(server.refresh(ada.refreshToken()).body()).isEqualTo(first.body());
        assertThat(server.refresh(first.text("refreshToken")).status()).isEqualTo(200);
    }

    @Test
    void givesManyThatRefreshAtOnceTheSamePair() throws Exception {
        try (AccountFixture node = server.another(Setup.USUAL)) {
            List<JsonNode> pairs = new ArrayList<>(AccountFixture.atOnce(
                    8, () -> server.refresh(ada.refreshToken()).body()));
            pairs.add(node.refresh(ada.refreshToken()).body());

            assertThat(pairs).allSatisfy(pair -> assertThat(pair).isEqualTo(pairs.getFirst()));
            assertThat(pairs.getFirst().has("accessToken")).isTrue();
        }
    }

    @Test
    void endsTheFamilyWhereAReplacedTokenComesBackLater() {
        Got next = server.refresh(ada.refreshToken());
        server.clock.advance(Duration.ofSeconds(62));

        assertThat(server.refresh(ada.refreshToken()).code()).isEqualTo("unauthenticated");

        assertThat(server.refresh(next.text("refreshToken")).code()).isEqualTo("unauthenticated");
        assertThat(server.get("/v1/users/me", next.text("accessToken")).status())
                .isEqualTo(401);
        assertThat(server.signals).anyMatch(signal -> signal instanceof Signal.SessionsEnded);
    }

    @Test
    void endsTheFamilyAtOnceWhereATokenBeforeTheLastComesBack() {
        Got second = server.refresh(ada.refreshToken());
        Got third = server.refresh(second.text("refreshToken"));

        assertThat(server.refresh(ada.refreshToken()).code()).isEqualTo("unauthenticated");
        assertThat(server.refresh(third.text("refreshToken")).code()).isEqualTo("unauthenticated");
    }

    @Test
    void leavesOtherFamiliesAloneThen() {
        Person laptop = server.signIn(ada.handle());
        server.refresh(ada.refreshToken());
        server.clock.advance(Duration.ofSeconds(62));
        server.refresh(ada.refreshToken());

        assertThat(server.refresh(laptop.refreshToken()).status()).isEqualTo(200);
    }

    @Test
    void refusesForgedRefreshTokensAndKeepsTheFamily() {
        byte[] bytes = Base64.getUrlDecoder().decode(ada.refreshToken().substring(1));
        for (int i = 0; i < bytes.length; i += 5) {
            byte[] forged = bytes.clone();
            forged[i] ^= 1;
            String token = "r" + Base64.getUrlEncoder().withoutPadding().encodeToString(forged);
            assertThat(server.refresh(token).code()).as("byte " + i).isEqualTo("unauthenticated");
        }
        for (String nonsense : List.of("", "r", "r!!", "x" + ada.refreshToken(), ada.token(), "r".repeat(5_000))) {
            assertThat(server.refresh(nonsense).code()).isEqualTo("unauthenticated");
        }
        assertThat(server.refresh(ada.refreshToken()).status()).isEqualTo(200);
    }

    @Test
    void refusesToRefreshASessionUnusedForThirtyDays() {
        server.clock.advance(Duration.ofDays(30).minusMinutes(1));
        Got got = server.refresh(ada.refreshToken());
        assertThat(got.status()).isEqualTo(200);
        server.clock.advance(Duration.ofDays(30).plusSeconds(2));
        assertThat(server.refresh(got.text("refreshToken")).code()).isEqualTo("unauthenticated");
    }

    @Test
    void forgetsSessionsOnlyWhenNoTokenOfTheirsCanBeGood() {
        try (AccountFixture fresh = new AccountFixture(TestStore.fresh(), Setup.USUAL)) {
            Person unused = fresh.register("unused");
            Person ended = fresh.register("ended");
            fresh.call("DELETE", "/v1/sessions/current", ended.token(), "");
            fresh.clock.advance(Duration.ofHours(47));
            assertThat(fresh.ownSessions.purge()).isZero();
            fresh.clock.advance(Duration.ofHours(2));
            assertThat(fresh.ownSessions.purge()).isEqualTo(1);

            fresh.clock.advance(Duration.ofDays(28).plusHours(1));
            assertThat(fresh.refresh(unused.refreshToken()).status()).isEqualTo(401);
            assertThat(fresh.ownSessions.purge()).isZero();
            fresh.clock.advance(Duration.ofDays(2));
            assertThat(fresh.ownSessions.purge()).isEqualTo(1);
            assertThat(fresh.sql("select count(*) from session")).isEqualTo("0");
        }
    }

    private String current(Person person) {
        for (JsonNode session :
                server.get("/v1/sessions", person.token()).body().get("sessions")) {
            if (session.get("current").asBoolean()) {
                return session.get("id").asText();
            }
        }
        throw new AssertionError("no current session");
    }

    private static PublicKey publicKey(String x) throws Exception {
        byte[] prefix = HexFormat.of().parseHex("302a300506032b6570032100");
        byte[] point = Base64.getUrlDecoder().decode(x);
        byte[] encoded = new byte[prefix.length + point.length];
        System.arraycopy(prefix, 0, encoded, 0, prefix.length);
        System.arraycopy(point, 0, encoded, prefix.length, point.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }
}
