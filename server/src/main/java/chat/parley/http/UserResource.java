package chat.parley.http;

import chat.parley.core.account.BlockPeople;
import chat.parley.core.account.LookUpPeople;
import chat.parley.core.account.OwnAccount;
import chat.parley.core.id.UserId;
import chat.parley.wire.Profile;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One's own account, other people, and the list of those one blocks. */
public final class UserResource implements Resource {
    private final OwnAccount own;
    private final LookUpPeople people;
    private final BlockPeople blocks;

    public UserResource(OwnAccount own, LookUpPeople people, BlockPeople blocks) {
        this.own = own;
        this.people = people;
        this.blocks = blocks;
    }

    @Override
    public void declare(Routes routes) {
        routes.get("/v1/users/me", this::me);
        routes.patch("/v1/users/me", this::edit);
        routes.delete("/v1/users/me", this::delete);
        routes.get("/v1/users", this::list);
        routes.get("/v1/users/{user}", this::one);
        routes.get("/v1/users/me/blocks", call -> Answer.ok(new UserList(blocks.list(call.caller()), null)));
        routes.put("/v1/users/me/blocks/{user}", this::block);
        routes.delete("/v1/users/me/blocks/{user}", this::unblock);
    }

    private Answer me(Call call) {
        return Replies.answer(own.see(call.caller()), account -> Answer.ok(AccountBodies.Own.of(account)));
    }

    private Answer edit(Call call) {
        Edit wanted = call.body(Edit.class);
        OwnAccount.Edit edit = new OwnAccount.Edit(
                Optional.ofNullable(wanted.name()),
                Optional.ofNullable(wanted.readReceipts()),
                Optional.ofNullable(wanted.password()),
                Optional.ofNullable(wanted.currentPassword()));
        return Replies.answer(own.edit(call.caller(), edit), account -> Answer.ok(AccountBodies.Own.of(account)));
    }

    private Answer delete(Call call) {
        own.delete(call.caller());
        return Answer.nothing();
    }

    /** By {@code ids}, or else by {@code query}, a page by handle. */
    private Answer list(Call call) {
        Optional<String> ids = call.query("ids");
        if (ids.isPresent()) {
            List<UserId> named = Arrays.stream(ids.get().split(",", -1))
                    .flatMap(id -> UserId.parse(id).stream())
                    .toList();
            return Replies.answer(people.some(call.caller(), named), users -> Answer.ok(new UserList(users, null)));
        }
        int limit = call.limit();
        String query = call.query("query").orElse("");
        return Replies.answer(
                people.search(call.caller(), query, call.query("after"), limit),
                users -> Answer.ok(new UserList(
                        users, users.size() < limit ? null : users.getLast().handle())));
    }

    private Answer one(Call call) {
        return Replies.answer(people.one(call.caller(), Replies.user(call.path("user"))), Answer::ok);
    }

    private Answer block(Call call) {
        return Replies.answer(
                blocks.block(call.caller(), Replies.user(call.path("user"))), blocked -> Answer.nothing());
    }

    private Answer unblock(Call call) {
        blocks.unblock(call.caller(), Replies.user(call.path("user")));
        return Answer.nothing();
    }

    private record Edit(
            @Nullable String name,
            @Nullable Boolean readReceipts,
            @Nullable String password,
            @Nullable String currentPassword) {}

    private record UserList(List<Profile> users, @Nullable String next) {}
}
