package chat.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.TestStore;
import chat.parley.core.account.AccountConfig;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.UserId;
import chat.parley.http.AccountFixture.Got;
import chat.parley.http.AccountFixture.Person;
import chat.parley.http.AccountFixture.Setup;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UsersTest {
    private static AccountFixture server;
    private static int handles;

    @BeforeAll
    static void start() {
        AccountConfig fewBlocks = new AccountConfig(
                Optional.of(AccountConfig.Registration.OPEN),
                100,
                3,
                AccountConfig.defaults().sessionIdle());
        server = new AccountFixture(TestStore.fresh(), new Setup(fewBlocks, AccountFixture.LAX, AccountFixture.CHEAP));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Person somebody() {
        return server.register("somebody" + ++handles);
    }

    private static Person guest() {
        Person admin = server.register("admin" + ++handles, server.adminLink.create());
        String invite = server.post("/v1/invites", admin.token(), "{\"role\": \"guest\"}")
                .text("invite");
        return server.register("guest" + ++handles, invite);
    }

    @Test
    void showsOnesOwnAccount() {
        Person ada = somebody();
        Got me = server.get("/v1/users/me", ada.token());

        assertThat(me.text("id")).isEqualTo(ada.id());
        assertThat(me.text("handle")).isEqualTo(ada.handle());
        assertThat(me.text("role")).isEqualTo("member");
        assertThat(me.body().get("readReceipts").asBoolean()).isTrue();
        assertThat(me.body().has("password")).isFalse();
    }

    @Test
    void changesNameAndReceiptsAndTellsOthersOfTheName() {
        Person ada = somebody();

        Got edited = patch(ada, "{\"name\": \" Countess \", \"readReceipts\": false}");

        assertThat(edited.text("name")).isEqualTo("Countess");
        assertThat(edited.body().get("readReceipts").asBoolean()).isFalse();
        assertThat(server.signals)
                .filteredOn(signal -> signal instanceof Signal.ProfileChanged changed
                        && changed.user().toString().equals(ada.id()))
                .singleElement()
                .satisfies(signal -> assertThat(
                                ((Signal.ProfileChanged) signal).profile().name())
                        .isEqualTo("Countess"));
        assertThat(patch(ada, "{}").text("name")).isEqualTo("Countess");
        assertThat(patch(ada, "{\"name\": \"\"}").code()).isEqualTo("bad_request");
        assertThat(patch(ada, "{\"readReceipts\": \"no\"}").code()).isEqualTo("bad_request");
    }

    @Test
    void changesThePasswordOfWhoeverKnowsTheCurrentOneAndEndsEveryOtherSession() {
        Person ada = somebody();
        Person laptop = server.signIn(ada.handle());

        assertThat(patch(ada, "{\"password\": \"a new password\"}").code()).isEqualTo("forbidden");
        assertThat(patch(ada, "{\"password\": \"a new password\", \"currentPassword\": \"a wrong one\"}")
                        .code())
                .isEqualTo("forbidden");
        assertThat(patch(ada, "{\"password\": \"short\", \"currentPassword\": \"" + AccountFixture.PASSWORD + "\"}")
                        .code())
                .isEqualTo("bad_request");
        assertThat(patch(
                                ada,
                                "{\"password\": \"a new password\", \"currentPassword\": \"" + AccountFixture.PASSWORD
                                        + "\"}")
                        .status())
                .isEqualTo(200);

        assertThat(server.get("/v1/users/me", ada.token()).status()).isEqualTo(200);
        assertThat(server.get("/v1/users/me", laptop.token()).status()).isEqualTo(401);
        assertThat(server.trySignIn(ada.handle(), AccountFixture.PASSWORD).status())
                .isEqualTo(401);
        assertThat(server.trySignIn(ada.handle(), "a new password").status()).isEqualTo(201);
    }

    @Test
    void erasesWhatIsPersonalWhereAnAccountIsDeleted() {
        Person ada = somebody();
        Person laptop = server.signIn(ada.handle());
        Person bob = somebody();
        block("PUT", bob, ada);
        block("PUT", ada, bob);

        assertThat(server.call("DELETE", "/v1/users/me", ada.token(), "").status())
                .isEqualTo(204);

        assertThat(server.get("/v1/users/me", ada.token()).status()).isEqualTo(401);
        assertThat(server.get("/v1/users/me", laptop.token()).status()).isEqualTo(401);
        assertThat(server.refresh(laptop.refreshToken()).status()).isEqualTo(401);
        assertThat(server.trySignIn(ada.handle(), AccountFixture.PASSWORD).status())
                .isEqualTo(401);
        Got profile = server.get("/v1/users/" + ada.id(), bob.token());
        assertThat(profile.text("name")).isEqualTo("Deleted user");
        assertThat(profile.text("handle")).isEqualTo("deleted-" + ada.id());
        assertThat(profile.body().get("deleted").asBoolean()).isTrue();
        assertThat(search(bob, ada.handle())).isEmpty();
        assertThat(server.get("/v1/users/me/blocks", bob.token()).body().get("users"))
                .isEmpty();
        assertThat(server.sql("select count(*) from account where password is not null and id = " + number(ada)))
                .isEqualTo("0");
        assertThat(server.register(ada.handle()).id()).isNotEqualTo(ada.id());
    }

    @Test
    void looksPeopleUpById() {
        Person ada = somebody();
        Person bob = somebody();

        assertThat(server.get("/v1/users/" + bob.id(), ada.token()).text("handle"))
                .isEqualTo(bob.handle());
        for (String unknown : List.of("u0000000000001", "nonsense", ada.id().toUpperCase(Locale.ROOT))) {
            assertThat(server.get("/v1/users/" + unknown, ada.token()).code()).isEqualTo("not_found");
        }
        JsonNode found = server.get("/v1/users?ids=" + bob.id() + ",u0000000000001,nonsense," + ada.id(), ada.token())
                .body()
                .get("users");
        assertThat(ids(found)).containsExactlyInAnyOrder(ada.id(), bob.id());
    }

    @Test
    void refusesMoreThan200IdsAtOnce() {
        Person ada = somebody();
        String many = IntStream.rangeClosed(1, 201)
                .mapToObj(i -> new UserId(i).toString())
                .collect(Collectors.joining(","));
        assertThat(server.get("/v1/users?ids=" + many, ada.token()).code()).isEqualTo("bad_request");
        assertThat(server.get("/v1/users?ids=" + many.substring(0, many.lastIndexOf(',')), ada.token())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void findsPeopleByTheBeginningOfTheirHandleOrOfAWordOfTheirName() {
        Person ada = somebody();
        Person grace = server.register("ghopper");
        patch(grace, "{\"name\": \"Grace Brewster O'Hopper\"}");

        for (String query : List.of("ghop", "GHOPPER", "grace", "Brew", "hopper", "grace%20o%27h", "brewster%20gr")) {
            assertThat(search(ada, query)).as(query).containsExactly(grace.id());
        }
        for (String query : List.of(
                "hoppers",
                "race",
                "%25",
                "gh_pper",
                "grace%20x",
                "%27%20%7C%20zebra%3A",
                "grace%3A*%20%26%20!zebra",
                "%5C")) {
            assertThat(search(ada, query)).as(query).isEmpty();
        }
        assertThat(server.get("/v1/users?query=" + "q".repeat(81), ada.token()).code())
                .isEqualTo("bad_request");
        assertThat(server.get("/v1/users?query=%00", ada.token()).code()).isEqualTo("bad_request");
    }

    @Test
    void pagesThroughWhomItFinds() {
        Person ada = somebody();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(server.register("paged" + i).id());
        }
        List<String> found = new ArrayList<>();
        String next = "";
        do {
            Got page = server.get("/v1/users?query=paged&limit=2" + next, ada.token());
            found.addAll(ids(page.body().get("users")));
            next = page.body().path("next").isMissingNode()
                            || page.body().path("next").isNull()
                    ? ""
                    : "&after=" + page.text("next");
        } while (!next.isEmpty());
        assertThat(found).containsExactlyElementsOf(all);
        assertThat(server.get("/v1/users?limit=1", ada.token()).body().get("users"))
                .hasSize(1);
    }

    @Test
    void showsGuestsOnlyThoseTheyShareAConversationWith() {
        Person guest = guest();
        Person near = somebody();
        Person gone = somebody();
        Person far = somebody();
        share(101 + handles, guest, near);
        share(202 + handles, guest, gone);
        server.sql("update member set left_at = 2 where account = " + number(gone));

        assertThat(server.get("/v1/users/" + near.id(), guest.token()).status()).isEqualTo(200);
        assertThat(server.get("/v1/users/" + guest.id(), guest.token()).status())
                .isEqualTo(200);
        assertThat(server.get("/v1/users/" + gone.id(), guest.token()).code()).isEqualTo("not_found");
        assertThat(server.get("/v1/users/" + far.id(), guest.token()).code()).isEqualTo("not_found");
        assertThat(search(guest, "somebody")).containsExactly(near.id());
        assertThat(search(guest, "")).containsExactlyInAnyOrder(near.id(), guest.id());
        assertThat(ids(server.get("/v1/users?ids=" + near.id() + "," + far.id(), guest.token())
                        .body()
                        .get("users")))
                .containsExactly(near.id());
        assertThat(block("PUT", guest, far).code()).isEqualTo("not_found");
    }

    @Test
    void keepsTheListOfTheBlockedToItsOwner() {
        Person ada = somebody();
        Person bob = somebody();
        for (int i = 0; i < 2; i++) {
            assertThat(block("PUT", ada, bob).status()).isEqualTo(204);
        }

        assertThat(blocked(ada)).containsExactly(bob.id());
        assertThat(blocked(bob)).isEmpty();
        assertThat(block("PUT", ada, ada).code()).isEqualTo("bad_request");
        assertThat(server.call("PUT", "/v1/users/me/blocks/u0000000000001", ada.token(), "")
                        .code())
                .isEqualTo("not_found");
        for (int i = 0; i < 2; i++) {
            assertThat(block("DELETE", ada, bob).status()).isEqualTo(204);
        }
        assertThat(blocked(ada)).isEmpty();
    }

    @Test
    void announcesABlockAndItsEnd() {
        Person ada = somebody();
        Person bob = somebody();
        UserId user = UserId.parse(ada.id()).orElseThrow();
        UserId other = UserId.parse(bob.id()).orElseThrow();

        block("PUT", ada, bob);
        assertThat(server.signals).contains(new Signal.BlockChanged(user, other, true));
        block("DELETE", ada, bob);
        assertThat(server.signals).contains(new Signal.BlockChanged(user, other, false));
    }

    @Test
    void boundsTheListOfTheBlocked() {
        Person ada = somebody();
        Person first = somebody();
        block("PUT", ada, first);
        block("PUT", ada, somebody());
        block("PUT", ada, somebody());

        assertThat(block("PUT", ada, somebody()).code()).isEqualTo("conflict");
        assertThat(block("PUT", ada, first).status()).isEqualTo(204);
        assertThat(blocked(ada)).hasSize(3);
    }

    @Test
    void isPublishedCallByCall() {
        assertThat(DocumentedCalls.read().calls()).containsAll(server.declared());
    }

    @Test
    void needsATokenForAllOfIt() {
        for (String path : List.of("/v1/users/me", "/v1/users?query=a", "/v1/users/u1", "/v1/users/me/blocks")) {
            assertThat(server.get(path, "").code()).as(path).isEqualTo("unauthenticated");
            assertThat(server.get(path, "a.b.c").code()).as(path).isEqualTo("unauthenticated");
        }
    }

    private static Got patch(Person person, String body) {
        return server.call("PATCH", "/v1/users/me", person.token(), body);
    }

    private static Got block(String method, Person person, Person other) {
        return server.call(method, "/v1/users/me/blocks/" + other.id(), person.token(), "");
    }

    private static List<String> blocked(Person person) {
        return ids(server.get("/v1/users/me/blocks", person.token()).body().get("users"));
    }

    private static List<String> search(Person person, String query) {
        return ids(server.get("/v1/users?query=" + query, person.token()).body().get("users"));
    }

    private static List<String> ids(JsonNode users) {
        List<String> ids = new ArrayList<>();
        users.forEach(user -> ids.add(user.get("id").asText()));
        return ids;
    }

    private static void share(long conversation, Person... people) {
        for (Person person : people) {
            server.sql("""
                    insert into member (conversation, account, role, joined, first, first_messages, delivered, read,
                        read_messages, xid)
                    values (%d, %d, 0, 1, 1, 0, 1, 1, 0, pg_current_xact_id())""".formatted(conversation, number(person)));
        }
    }

    private static long number(Person person) {
        return UserId.parse(person.id()).orElseThrow().value();
    }
}
