package chat.parley.core.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.account.Caller;
import chat.parley.core.account.Role;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import chat.parley.wire.ErrorCode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The whole matrix: every kind of conversation, everybody who may come, everything they may want. */
class WhoMayTest {
    private static final UserId ME = new UserId(1);
    private static final UserId OTHER = new UserId(2);
    private static final ConversationId HERE = new ConversationId(7);

    /**
     * A row a situation: kind, who asks; then what {@link #ask} makes of it. {@code last-owner} is an owner beside whom
     * there is no other; {@code alone} is such an owner beside whom there is nobody at all; {@code member+} is a member where {@code invites} is
     * {@code all}; {@code former} has left.
     */
    private static final String MATRIX = """
            kind    who        see       read      post      join      add       remove    leave     properties pin
            none    stranger   not_found not_found not_found not_found not_found not_found not_found not_found not_found
            none    guest      not_found not_found not_found not_found not_found not_found not_found not_found not_found
            direct  stranger   not_found not_found not_found not_found not_found not_found not_found not_found not_found
            direct  guest      not_found not_found not_found not_found not_found not_found not_found not_found not_found
            direct  member     ok        ok        ok        conflict  conflict  conflict  conflict  conflict  ok
            direct  in-guest   ok        ok        ok        conflict  conflict  conflict  conflict  conflict  ok
            group   stranger   not_found not_found not_found not_found not_found not_found not_found not_found not_found
            group   guest      not_found not_found not_found not_found not_found not_found not_found not_found not_found
            group   former     not_found not_found not_found not_found not_found not_found ok        not_found not_found
            group   member     ok        ok        ok        conflict  forbidden forbidden ok        forbidden ok
            group   in-guest   ok        ok        ok        conflict  forbidden forbidden ok        forbidden ok
            group   member+    ok        ok        ok        conflict  ok        forbidden ok        forbidden ok
            group   moderator  ok        ok        ok        conflict  ok        ok        ok        ok        ok
            group   owner      ok        ok        ok        conflict  ok        ok        ok        ok        ok
            group   last-owner ok        ok        ok        conflict  ok        ok        conflict  ok        ok
            group   alone      ok        ok        ok        conflict  ok        ok        ok        ok        ok
            channel stranger   ok        forbidden forbidden ok        forbidden forbidden ok        forbidden forbidden
            channel guest      not_found not_found not_found not_found not_found not_found not_found not_found not_found
            channel former     ok        forbidden forbidden ok        forbidden forbidden ok        forbidden forbidden
            channel member     ok        ok        ok        ok        forbidden forbidden ok        forbidden forbidden
            channel in-guest   ok        ok        ok        ok        forbidden forbidden ok        forbidden forbidden
            channel member+    ok        ok        ok        ok        ok        forbidden ok        forbidden forbidden
            channel moderator  ok        ok        ok        ok        ok        ok        ok        ok        ok
            channel owner      ok        ok        ok        ok        ok        ok        ok        ok        ok
            channel last-owner ok        ok        ok        ok        ok        ok        conflict  ok        ok
            channel alone      ok        ok        ok        ok        ok        ok        conflict  ok        ok
            """;

    /** Roles given: who asks, the target's role now, the role wanted. */
    private static final String ROLES = """
            kind    who        target    wanted    verdict
            direct  member     member    owner     conflict
            direct  stranger   member    owner     not_found
            group   stranger   member    owner     not_found
            group   member     member    moderator forbidden
            group   moderator  member    moderator forbidden
            group   moderator  owner     member    forbidden
            group   owner      none      moderator not_found
            group   owner      member    owner     ok
            group   owner      owner     member    ok
            group   last-owner member    owner     ok
            group   last-owner owner     member    conflict
            group   last-owner owner     owner     ok
            group   alone      owner     member    conflict
            channel stranger   member    owner     forbidden
            channel guest      member    owner     not_found
            channel owner      moderator member    ok
            channel last-owner owner     moderator conflict
            """;

    @TestFactory
    Stream<DynamicTest> judgesEverySituation() {
        String[] wishes = MATRIX.lines().findFirst().orElseThrow().split(" +");
        return MATRIX.lines()
                .skip(1)
                .map(line -> line.split(" +"))
                .flatMap(row -> Stream.iterate(2, i -> i + 1)
                        .limit(wishes.length - 2)
                        .map(i -> DynamicTest.dynamicTest(
                                row[0] + " " + row[1] + " " + wishes[i],
                                () -> assertThat(said(ask(wishes[i], caller(row[1]), access(row[0], row[1]))))
                                        .isEqualTo(row[i]))));
    }

    @TestFactory
    Stream<DynamicTest> judgesEveryGiftOfARole() {
        return ROLES.lines()
                .skip(1)
                .map(line -> line.split(" +"))
                .map(row -> DynamicTest.dynamicTest(
                        String.join(" ", row),
                        () -> assertThat(said(WhoMay.setRole(
                                        caller(row[1]),
                                        access(row[0], row[1]),
                                        OTHER,
                                        MemberRole.parse(row[2]),
                                        MemberRole.parse(row[3]).orElseThrow())))
                                .isEqualTo(row[4])));
    }

    @Test
    void letsNoModeratorRemoveAnOwner() {
        Optional<MemberRole> owner = Optional.of(MemberRole.OWNER);
        assertThat(said(WhoMay.remove(caller("moderator"), access("group", "moderator"), owner)))
                .isEqualTo("forbidden");
        assertThat(said(WhoMay.remove(caller("owner"), access("group", "owner"), owner)))
                .isEqualTo("ok");
    }

    @Test
    void refusesPostWhereEitherBlocksTheOther() {
        Optional<Access> blocked = access("direct", "member").map(a -> with(a, true));
        assertThat(said(WhoMay.post(caller("member"), blocked))).isEqualTo("forbidden");
        assertThat(said(WhoMay.read(caller("member"), blocked))).isEqualTo("ok");
        assertThat(said(WhoMay.react(caller("member"), blocked))).isEqualTo("forbidden");
        assertThat(said(WhoMay.edit(caller("member"), blocked))).isEqualTo("forbidden");
        assertThat(said(WhoMay.pin(caller("member"), blocked))).isEqualTo("forbidden");
        assertThat(said(WhoMay.recall(caller("member"), blocked))).isEqualTo("ok");
        assertThat(said(WhoMay.createDirect(true))).isEqualTo("forbidden");
        assertThat(said(WhoMay.createDirect(false))).isEqualTo("ok");
    }

    @Test
    void letsNoGuestMakeAChannel() {
        assertThat(said(WhoMay.create(caller("guest"), Kind.CHANNEL))).isEqualTo("forbidden");
        assertThat(said(WhoMay.create(caller("guest"), Kind.GROUP))).isEqualTo("ok");
        assertThat(said(WhoMay.create(caller("member"), Kind.CHANNEL))).isEqualTo("ok");
    }

    @Test
    void showsReceiptsToSenderAndModeratorsOnly() {
        Optional<UserId> sender = Optional.of(ME);
        Optional<UserId> another = Optional.of(OTHER);
        assertThat(said(WhoMay.receipts(caller("member"), access("group", "member"), 5, sender)))
                .isEqualTo("ok");
        assertThat(said(WhoMay.receipts(caller("member"), access("group", "member"), 5, another)))
                .isEqualTo("forbidden");
        assertThat(said(WhoMay.receipts(caller("moderator"), access("group", "moderator"), 5, another)))
                .isEqualTo("ok");
        assertThat(said(WhoMay.receipts(caller("stranger"), access("channel", "stranger"), 5, sender)))
                .isEqualTo("forbidden");
        assertThat(said(WhoMay.receipts(caller("stranger"), access("group", "stranger"), 5, sender)))
                .isEqualTo("not_found");
    }

    @Test
    void showsNoReceiptsBelowFirstOrOfNoMessage() {
        assertThat(said(WhoMay.receipts(caller("owner"), access("group", "owner"), 2, Optional.of(ME))))
                .isEqualTo("not_found");
        assertThat(said(WhoMay.receipts(caller("owner"), access("group", "owner"), 5, Optional.empty())))
                .isEqualTo("not_found");
    }

    @Test
    void speaksOfAHiddenConversationAsOfOneThatIsNotThere() {
        for (String wish : MATRIX.lines().findFirst().orElseThrow().split(" +")) {
            if (!wish.equals("kind") && !wish.equals("who")) {
                assertThat(ask(wish, caller("stranger"), access("group", "stranger")))
                        .as(wish)
                        .isEqualTo(ask(wish, caller("stranger"), Optional.empty()));
            }
        }
    }

    private static Verdict ask(String wish, Caller caller, Optional<Access> access) {
        return switch (wish) {
            case "see" -> WhoMay.see(caller, access);
            case "read" -> WhoMay.read(caller, access);
            case "post" -> WhoMay.post(caller, access);
            case "join" -> WhoMay.join(caller, access);
            case "add" -> WhoMay.add(caller, access);
            case "remove" -> WhoMay.remove(caller, access, Optional.of(MemberRole.MEMBER));
            case "leave" -> WhoMay.leave(caller, access);
            case "properties" -> WhoMay.setProperties(caller, access);
            case "pin" -> WhoMay.pin(caller, access);
            default -> throw new AssertionError(wish);
        };
    }

    private static String said(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allowed() -> "ok";
            case Verdict.Refused(ErrorCode code, String detail) -> {
                assertThat(detail).isNotBlank();
                yield code.wireName();
            }
        };
    }

    private static Caller caller(String who) {
        return new Caller(ME, new SessionId(1), who.endsWith("guest") ? Role.GUEST : Role.MEMBER);
    }

    private static Optional<Access> access(String kind, String who) {
        if (kind.equals("none")) {
            return Optional.empty();
        }
        Map<String, MemberRole> roles = Map.of(
                "member", MemberRole.MEMBER,
                "member+", MemberRole.MEMBER,
                "in-guest", MemberRole.MEMBER,
                "moderator", MemberRole.MODERATOR,
                "owner", MemberRole.OWNER,
                "last-owner", MemberRole.OWNER,
                "alone", MemberRole.OWNER);
        return Optional.of(new Access(
                HERE,
                ME,
                Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                who.equals("member+"),
                3,
                Optional.ofNullable(roles.get(who)),
                who.equals("former"),
                who.equals("owner") ? 2 : 1,
                who.equals("alone"),
                4,
                9,
                false));
    }

    private static Access with(Access a, boolean blocked) {
        return new Access(
                a.conversation(),
                a.user(),
                a.kind(),
                a.invitesAll(),
                a.version(),
                a.role(),
                a.former(),
                a.owners(),
                a.alone(),
                a.first(),
                a.head(),
                blocked);
    }
}
