package chat.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.account.Role;
import chat.parley.http.ConversationApi.Answered;
import chat.parley.http.ConversationApi.Person;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Conversations and members over HTTP. */
class ConversationApiTest {
    private static ConversationApi api;

    private final Person ada = api.person();
    private final Person ben = api.person();
    private final Person eve = api.person();

    @BeforeAll
    static void open() {
        api = new ConversationApi();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @Test
    void describesEveryCallInOpenApi() {
        assertThat(DocumentedCalls.read().calls()).containsAll(api.declared());
    }

    @Test
    void createsADirectOncePerPair() {
        Answered made = ada.call("POST", "/conversations", direct(ben));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("kind")).isEqualTo("direct");
        assertThat(made.body().get("title").isNull()).isTrue();
        assertThat(made.body().at("/peer/id").asText()).isEqualTo(ben.toString());

        Answered again = ben.call("POST", "/conversations", direct(ada));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("id")).isEqualTo(made.text("id"));
    }

    @Test
    void createsAGroupOncePerCreatorAndId() {
        String id = UUID.randomUUID().toString();
        Answered made = ada.call("POST", "/conversations", create(id, "group", "One", ben));
        Answered again = ada.call("POST", "/conversations", create(id, "group", "Two", eve));
        Answered others = ben.call("POST", "/conversations", create(id, "group", "Three"));

        assertThat(made.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("id")).isEqualTo(made.text("id"));
        assertThat(again.text("title")).isEqualTo("One");
        assertThat(others.status()).isEqualTo(201);
        assertThat(made.text("role")).isEqualTo("owner");
        assertThat(made.number("members")).isEqualTo(2);
    }

    @Test
    void saysSoWhereTheCreatorHasLeftWhatTheyCreated() {
        String id = UUID.randomUUID().toString();
        String group = ada.call("POST", "/conversations", create(id, "group", "One", ben))
                .text("id");
        setRole(ada, group, ben, "owner");
        ada.call("DELETE", "/conversations/" + group + "/members/me", "");
        refused(ada.call("POST", "/conversations", create(id, "group", "One", ben)), 409, "conflict");
    }

    @Test
    void refusesMisshapenConversations() {
        String id = UUID.randomUUID().toString();
        for (String body : List.of(
                create(id, "club", "Title"),
                create(id, "group", ""),
                create(id, "group", "  "),
                create(id, "group", "a".repeat(101)),
                create(id, "group", "line\\nbreak"),
                create("1-1-1-1-1", "group", "Title"),
                create("", "group", "Title"),
                "{\"kind\":\"group\",\"title\":\"No id\"}",
                "{\"kind\":\"group\",\"id\":\"" + id + "\"}",
                "{\"kind\":\"direct\",\"members\":[]}",
                "{\"kind\":\"direct\",\"members\":[" + quoted(ada) + "]}",
                "{\"kind\":\"direct\",\"members\":[" + quoted(ben, eve) + "]}",
                "{\"kind\":\"direct\",\"id\":\"" + id + "\",\"members\":[" + quoted(ben) + "]}",
                "{\"kind\":\"direct\",\"title\":\"T\",\"members\":[" + quoted(ben) + "]}",
                "{\"kind\":\"group\",\"title\":\"T\",\"id\":\"" + id + "\",\"history\":\"some\"}",
                "{\"members\":[]}")) {
            Answered answer = ada.call("POST", "/conversations", body);
            assertThat(answer.status()).as(body).isEqualTo(400);
        }
        assertThat(ada.call("POST", "/conversations", create(id, "group", "\uD83D\uDE00".repeat(100)))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void findsNoUnknownOrDeletedPeople() {
        Person gone = api.person();
        api.execute("update account set deleted_at = now() where id = " + gone.id.value());
        refused(ada.call("POST", "/conversations", direct(gone)), 404, "not_found");
        refused(ada.call("POST", "/conversations", "{\"kind\":\"direct\",\"members\":[\"nobody\"]}"), 404, "not_found");
        String group = group(ada);
        refused(ada.call("POST", "/conversations/" + group + "/members", users(gone)), 404, "not_found");
        assertThat(ada.get("/conversations/" + group).number("members")).isEqualTo(1);
    }

    @Test
    void startsNoDirectWhereEitherBlocks() {
        Answered before = ada.call("POST", "/conversations", direct(ben));
        api.execute("insert into block values (%d, %d), (%d, %d)"
                .formatted(ben.id.value(), ada.id.value(), eve.id.value(), ada.id.value()));
        refused(ada.call("POST", "/conversations", direct(eve)), 403, "forbidden");
        refused(eve.call("POST", "/conversations", direct(ada)), 403, "forbidden");
        assertThat(ada.call("POST", "/conversations", direct(ben)).text("id")).isEqualTo(before.text("id"));
    }

    @Test
    void boundsMembersOfACreationAndOfACall() {
        Person[] six = new Person[6];
        Arrays.setAll(six, i -> api.person());
        String id = UUID.randomUUID().toString();
        refused(ada.call("POST", "/conversations", create(id, "group", "Many", six)), 400, "bad_request");
        Person[] five = Arrays.copyOf(six, ConversationApi.LIMITS.membersAtCreation());
        String group = ada.call("POST", "/conversations", create(id, "group", "Many", five))
                .text("id");
        refused(
                ada.call("POST", "/conversations/" + group + "/members", users(Arrays.copyOf(six, 4))),
                400,
                "bad_request");
        refused(ada.call("POST", "/conversations/" + group + "/members", "{\"users\":[]}"), 400, "bad_request");
    }

    @Test
    void boundsConversationsOfAUser() {
        String full = "insert into member (conversation, account, role, joined, first, first_messages, delivered, read,"
                + " read_messages, xid) select n, %d, 0, 1, 1, 0, 1, 1, 0, pg_current_xact_id()"
                + " from generate_series(1, %d) n";
        api.execute(full.formatted(ben.id.value(), ConversationApi.LIMITS.conversationsPerUser()));
        refused(ada.call("POST", "/conversations", direct(ben)), 409, "conflict");
        refused(ben.call("POST", "/conversations", direct(ada)), 409, "conflict");
        String channel = channel(ada, "Full " + UUID.randomUUID());
        refused(ben.call("POST", "/channels/" + channel + "/join", ""), 409, "conflict");
        refused(ada.call("POST", "/conversations/" + channel + "/members", users(ben)), 409, "conflict");
    }

    @Test
    void letsGuestsReachOnlyPeopleTheyShareAConversationWith() {
        Person guest = api.person(Role.GUEST);
        refused(guest.call("POST", "/conversations", direct(eve)), 404, "not_found");
        group(ada, guest, eve);
        assertThat(guest.call("POST", "/conversations", direct(eve)).status()).isEqualTo(201);
        refused(
                guest.call("POST", "/conversations", create(UUID.randomUUID().toString(), "channel", "Mine")),
                403,
                "forbidden");
    }

    @Test
    void listsTheDirectoryAndLetsPeopleJoinOnce() {
        String title = "Sailing " + UUID.randomUUID();
        String channel = channel(ada, title);
        Answered found = ben.get("/channels?query=" + title.replace(" ", "%20"));
        assertThat(found.texts("channels", "id")).containsExactly(channel);
        assertThat(found.body().get("next").isNull()).isTrue();

        Answered joined = ben.call("POST", "/channels/" + channel + "/join", "");
        assertThat(joined.status()).isEqualTo(200);
        assertThat(joined.text("role")).isEqualTo("member");
        assertThat(joined.number("head")).isEqualTo(2);
        Answered again = ben.call("POST", "/channels/" + channel + "/join", "");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.number("head")).isEqualTo(2);
    }

    @Test
    void hidesChannelsFromGuests() {
        Person guest = api.person(Role.GUEST);
        String title = "Guests " + UUID.randomUUID();
        String open = channel(ada, title);
        String path = "/channels?query=" + title.replace(" ", "%20");
        assertThat(guest.get(path).body().get("channels")).isEmpty();
        refused(guest.get("/conversations/" + open), 404, "not_found");
        refused(guest.call("POST", "/channels/" + open + "/join", ""), 404, "not_found");

        assertThat(ada.call("POST", "/conversations/" + open + "/members", users(guest))
                        .status())
                .isEqualTo(200);
        assertThat(guest.get(path).texts("channels", "id")).containsExactly(open);
    }

    @Test
    void pagesThroughOnesConversations() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(group(ada));
        }
        List<String> found = new ArrayList<>();
        String next = "";
        do {
            Answered page = ada.get("/conversations?limit=2" + (next.isEmpty() ? "" : "&before=" + next));
            found.addAll(page.texts("conversations", "id"));
            next = page.body().get("next").isNull() ? "" : page.text("next");
        } while (!next.isEmpty());
        assertThat(found).containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void addsListsAndRemovesMembers() {
        String group = group(ada, ben);
        Answered added = ada.call("POST", "/conversations/" + group + "/members", users(ben, eve));
        assertThat(added.number("members")).isEqualTo(3);
        assertThat(added.number("head")).isEqualTo(2);
        assertThat(ada.call("POST", "/conversations/" + group + "/members", users(eve))
                        .number("head"))
                .isEqualTo(2);

        // By their ids, which tell nothing of who was there first.
        List<String> members =
                Stream.of(ada, ben, eve).map(Object::toString).sorted().toList();
        Answered list = ben.get("/conversations/" + group + "/members?limit=2");
        assertThat(list.texts("members", "user")).isEqualTo(members.subList(0, 2));
        assertThat(list.texts("users", "id")).containsExactlyInAnyOrderElementsOf(members.subList(0, 2));
        Answered rest = ben.get("/conversations/" + group + "/members?after=" + list.text("next"));
        assertThat(rest.texts("members", "user")).isEqualTo(members.subList(2, 3));

        Answered removed = ada.call("DELETE", "/conversations/" + group + "/members/" + eve, "");
        assertThat(removed.status()).isEqualTo(200);
        assertThat(removed.number("seq")).isEqualTo(3);
        assertThat(ada.call("DELETE", "/conversations/" + group + "/members/" + eve, "")
                        .body()
                        .get("seq")
                        .isNull())
                .isTrue();
        refused(eve.get("/conversations/" + group), 404, "not_found");
    }

    @Test
    void letsMembersInviteOnlyWhereInvitesIsAll() {
        String group = group(ada, ben);
        refused(ben.call("POST", "/conversations/" + group + "/members", users(eve)), 403, "forbidden");
        assertThat(ada.call("PATCH", "/conversations/" + group, "{\"invites\":\"all\"}")
                        .text("invites"))
                .isEqualTo("all");
        assertThat(ben.call("POST", "/conversations/" + group + "/members", users(eve))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void letsNoLastOwnerGoBeforeTheyHandOver() {
        String group = group(ada, ben);
        String me = "/conversations/" + group + "/members/me";
        refused(ada.call("DELETE", me, ""), 409, "conflict");
        refused(ada.call("PATCH", me, "{\"role\":\"member\"}"), 409, "conflict");
        refused(ben.call("PATCH", me, "{\"role\":\"owner\"}"), 403, "forbidden");
        assertThat(setRole(ada, group, ben, "owner").number("seq")).isEqualTo(2);
        assertThat(setRole(ada, group, ben, "owner").body().get("seq").isNull()).isTrue();
        assertThat(ada.call("DELETE", me, "").status()).isEqualTo(200);
        // A retry, whose first answer was lost, is answered like it.
        assertThat(ada.call("DELETE", me, "").status()).isEqualTo(200);
        refused(ada.get("/conversations/" + group), 404, "not_found");
        assertThat(ben.get("/conversations/" + group).text("role")).isEqualTo("owner");
    }

    @Test
    void letsNobodyJoinOrLeaveADirect() {
        String direct = ada.call("POST", "/conversations", direct(ben)).text("id");
        refused(ada.call("DELETE", "/conversations/" + direct + "/members/me", ""), 409, "conflict");
        refused(ada.call("DELETE", "/conversations/" + direct + "/members/" + ben, ""), 409, "conflict");
        refused(ada.call("POST", "/conversations/" + direct + "/members", users(eve)), 409, "conflict");
        refused(setRole(ada, direct, ben, "owner"), 409, "conflict");
        refused(ada.call("PATCH", "/conversations/" + direct, "{\"title\":\"T\"}"), 409, "conflict");
        refused(ada.call("POST", "/channels/" + direct + "/join", ""), 409, "conflict");
    }

    @Test
    void changesPropertiesOnceEach() {
        String group = group(ada, ben);
        String path = "/conversations/" + group;
        Answered changed = ada.call("PATCH", path, "{\"title\":\"New\",\"topic\":\"Two\\nlines\"}");
        assertThat(changed.text("title")).isEqualTo("New");
        assertThat(changed.text("topic")).isEqualTo("Two\nlines");
        assertThat(ada.call("PATCH", path, "{\"title\":\"New\"}").number("head"))
                .isEqualTo(changed.number("head"));
        refused(ben.call("PATCH", path, "{\"title\":\"Mine\"}"), 403, "forbidden");
        for (String body : List.of(
                "{\"title\":\"\"}",
                "{\"topic\":\"" + "a".repeat(1_001) + "\"}",
                "{\"topic\":\"\\u0007\"}",
                "{\"history\":\"none\"}",
                "{\"invites\":true}")) {
            refused(ada.call("PATCH", path, body), 400, "bad_request");
        }
    }

    @Test
    void showsNewcomersOfAJoinedHistoryNothingOfThePast() {
        String group = ada.call(
                        "POST", "/conversations", create(UUID.randomUUID().toString(), "group", "T", ben))
                .text("id");
        ada.call("PATCH", "/conversations/" + group, "{\"history\":\"joined\"}");
        ada.call("POST", "/conversations/" + group + "/messages", message("before"));
        ada.call("POST", "/conversations/" + group + "/members", users(eve));

        Answered entries = eve.get("/conversations/" + group + "/entries?after=0");
        assertThat(entries.texts("entries", "kind")).containsExactly("joined");
        assertThat(entries.number("first")).isEqualTo(entries.number("head"));
        assertThat(eve.get("/conversations/" + group + "/messages?around=3")
                        .body()
                        .get("messages"))
                .isEmpty();
    }

    @Test
    void hidesAGroupFromStrangersInEveryCall() {
        String group = group(ada, ben);
        for (String[] call : calls(group)) {
            Answered hidden = eve.call(call[0], call[1], call[2]);
            Answered missing = eve.call(call[0], call[1].replace(group, "c00000000000zz"), call[2]);
            refused(hidden, 404, "not_found");
            assertThat(hidden.body()).as(call[0] + " " + call[1]).isEqualTo(missing.body());
        }
    }

    @Test
    void forbidsAChannelsInsideToNonMembers() {
        String channel = channel(ada, "Inside " + UUID.randomUUID());
        assertThat(eve.get("/conversations/" + channel).body().has("role")).isFalse();
        for (String[] call : calls(channel)) {
            boolean open = call[0].equals("GET") && call[1].endsWith(channel)
                    || call[0].equals("DELETE") && call[1].endsWith("/members/me");
            if (!open) {
                refused(eve.call(call[0], call[1], call[2]), 403, "forbidden");
            }
        }
    }

    @Test
    void namesNothingByATextThatIsNoId() {
        for (String[] call : calls("nonsense")) {
            refused(ada.call(call[0], call[1], call[2]), 404, "not_found");
        }
    }

    private String[][] calls(String conversation) {
        String path = "/conversations/" + conversation;
        return new String[][] {
            {"GET", path, ""},
            {"PATCH", path, "{\"title\":\"T\"}"},
            {"GET", path + "/members", ""},
            {"POST", path + "/members", users(ben)},
            {"PATCH", path + "/members/" + ben, "{\"role\":\"owner\"}"},
            {"DELETE", path + "/members/" + ben, ""},
            {"DELETE", path + "/members/me", ""},
            {"GET", path + "/entries", ""},
            {"GET", path + "/messages", ""},
            {"GET", path + "/messages?thread=1", ""},
            {"POST", path + "/messages", message("hi")},
            {"PATCH", path + "/messages/1", message("hi")},
            {"GET", path + "/messages/1/versions", ""},
            {"DELETE", path + "/messages/1", ""},
            {"PUT", path + "/messages/1/reactions/x", ""},
            {"DELETE", path + "/messages/1/reactions/x", ""},
            {"PUT", path + "/messages/1/pin", ""},
            {"DELETE", path + "/messages/1/pin", ""},
            {"GET", path + "/receipts/1", ""},
            {"PUT", path + "/read", "{\"seq\":1}"},
            {"GET", "/search?q=a&conversation=" + conversation, ""},
        };
    }

    private static String group(Person owner, Person... members) {
        return owner.call("POST", "/conversations", create(UUID.randomUUID().toString(), "group", "Group", members))
                .text("id");
    }

    private static String channel(Person owner, String title) {
        return owner.call("POST", "/conversations", create(UUID.randomUUID().toString(), "channel", title))
                .text("id");
    }

    private static Answered setRole(Person by, String conversation, Person user, String role) {
        return by.call("PATCH", "/conversations/" + conversation + "/members/" + user, "{\"role\":\"" + role + "\"}");
    }

    private static String create(String id, String kind, String title, Person... members) {
        return "{\"id\":\"%s\",\"kind\":\"%s\",\"title\":\"%s\",\"members\":[%s]}"
                .formatted(id, kind, title, quoted(members));
    }

    private static String direct(Person other) {
        return "{\"kind\":\"direct\",\"members\":[" + quoted(other) + "]}";
    }

    private static String users(Person... people) {
        return "{\"users\":[" + quoted(people) + "]}";
    }

    private static String message(String text) {
        return "{\"id\":\"" + UUID.randomUUID() + "\",\"text\":\"" + text + "\"}";
    }

    private static String quoted(Person... people) {
        return Arrays.stream(people).map(person -> "\"" + person + "\"").collect(Collectors.joining(","));
    }

    static void refused(Answered answer, int status, String code) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
    }
}
