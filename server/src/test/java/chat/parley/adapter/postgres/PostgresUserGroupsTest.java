package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.account.Accounts.Created;
import chat.parley.core.account.Accounts.NewAccount;
import chat.parley.core.account.Role;
import chat.parley.core.id.IdSource;
import chat.parley.core.id.UserGroupId;
import chat.parley.core.id.UserId;
import chat.parley.core.usergroup.UserGroup;
import chat.parley.core.usergroup.UserGroups.Kept;
import chat.parley.core.usergroup.UserGroups.Summary;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresUserGroupsTest {
    private static final int MOST = 3;
    private static final IdSource IDS = new IdSource(InstantSource.system());

    private static ConversationFixture fixture;
    private static PostgresUserGroups groups;
    private static PostgresAccounts accounts;

    private final UserId ada = fixture.user();
    private final UserId bob = fixture.user();

    @BeforeAll
    static void open() {
        fixture = new ConversationFixture();
        groups = new PostgresUserGroups(fixture.node.database.pool());
        accounts = new PostgresAccounts(fixture.node.database.pool());
    }

    @BeforeEach
    void empty() {
        groups.all().forEach(each -> groups.remove(each.id()));
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void keepsGroupsWithTheirMembers() {
        UserGroup ops = group("ops", bob);
        UserGroup backend = group("backend", ada, bob);
        UserGroup nobody = group("nobody");
        Stream.of(ops, backend, nobody)
                .forEach(each -> assertThat(groups.make(each, MOST)).isEqualTo(new Kept.Done()));
        assertThat(groups.all())
                .as("by handle")
                .containsExactly(
                        new Summary(backend.id(), "backend", "The backend", 2),
                        new Summary(nobody.id(), "nobody", "The nobody", 0),
                        new Summary(ops.id(), "ops", "The ops", 1));
        assertThat(groups.find(backend.id())).contains(backend);
        assertThat(groups.find(nobody.id())).contains(nobody);
        assertThat(groups.find(IDS.userGroup())).isEmpty();
    }

    @Test
    void replacesAllOfAGroupOrNothing() {
        UserGroup before = group("backend", ada, bob);
        groups.make(before, MOST);
        groups.make(group("ops"), MOST);
        UserGroup after = new UserGroup(before.id(), "server", "Server people", List.of(bob));
        assertThat(groups.replace(after)).isEqualTo(new Kept.Done());
        assertThat(groups.find(before.id())).contains(after);
        assertThat(groups.replace(new UserGroup(before.id(), "ops", "x", List.of())))
                .isEqualTo(new Kept.HandleTaken());
        UserId nobody = IDS.user();
        assertThat(groups.replace(new UserGroup(before.id(), "new", "x", List.of(ada, nobody))))
                .isEqualTo(new Kept.NoSuchUser(nobody));
        assertThat(groups.find(before.id())).as("as before").contains(after);
        assertThat(groups.replace(group("other", ada))).isEqualTo(new Kept.NoSuchGroup());
        assertThat(groups.remove(before.id())).isTrue();
        assertThat(groups.remove(before.id())).isFalse();
        assertThat(groups.replace(after)).isEqualTo(new Kept.NoSuchGroup());
    }

    @Test
    void thereAreNoMoreThanMayBeHoweverManyAreMadeAtOnce() {
        List<CompletableFuture<Kept>> making = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> groups.make(group("group-" + i), MOST), Thread::startVirtualThread))
                .toList();
        assertThat(making.stream().map(CompletableFuture::join).filter(Kept.Full.class::isInstance))
                .hasSize(8 - MOST);
        assertThat(groups.all()).hasSize(MOST);
    }

    @Test
    void aHandleIsOneUsersOrOneGroupsWhoeverComesFirst() {
        assertThat(account("ulla")).isInstanceOf(Created.Made.class);
        assertThat(groups.make(group("ulla"), MOST)).isEqualTo(new Kept.HandleTaken());
        UserGroup frontend = group("frontend");
        groups.make(frontend, MOST);
        assertThat(account("frontend")).isInstanceOf(Created.Taken.class);
        assertThat(groups.replace(new UserGroup(frontend.id(), "ulla", "x", List.of())))
                .isEqualTo(new Kept.HandleTaken());
        groups.remove(frontend.id());
        assertThat(account("frontend")).isInstanceOf(Created.Made.class);
    }

    @Test
    void aUserAndAGroupThatWantAHandleAtTheSameTimeDoNotBothGetIt() {
        for (int i = 0; i < 20; i++) {
            String handle = "wanted-" + i;
            CompletableFuture<Created> user =
                    CompletableFuture.supplyAsync(() -> account(handle), Thread::startVirtualThread);
            CompletableFuture<Kept> group = CompletableFuture.supplyAsync(
                    () -> groups.make(group(handle), Integer.MAX_VALUE), Thread::startVirtualThread);
            assertThat(user.join() instanceof Created.Made).as(handle).isNotEqualTo(group.join() instanceof Kept.Done);
        }
    }

    @Test
    void whoIsDeletedIsAMemberNoMoreAndBecomesNone() {
        UserGroup backend = group("backend", ada, bob);
        groups.make(backend, MOST);
        accounts.delete(ada, "deleted-" + ada, "gone", Instant.now());
        assertThat(groups.find(backend.id()).orElseThrow().members()).containsExactly(bob);
        assertThat(groups.replace(backend)).isEqualTo(new Kept.NoSuchUser(ada));
    }

    private static UserGroup group(String handle, UserId... members) {
        UserGroupId id = IDS.userGroup();
        return new UserGroup(id, handle, "The " + handle, List.of(members));
    }

    private static Created account(String handle) {
        NewAccount wanted = new NewAccount(IDS.user(), handle, "Name", Role.MEMBER, "hash");
        return accounts.create(wanted, Optional.empty(), Instant.now());
    }
}
