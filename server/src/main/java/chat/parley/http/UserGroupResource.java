package chat.parley.http;

import chat.parley.core.id.UserId;
import chat.parley.core.usergroup.KeepUserGroups;
import chat.parley.core.usergroup.KeepUserGroups.Wish;
import chat.parley.core.usergroup.UserGroup;
import chat.parley.core.usergroup.UserGroups.Summary;
import java.util.List;

/** The user groups of the workspace. */
public final class UserGroupResource implements Resource {
    private static final String ONE = "/v1/groups/{group}";

    private final KeepUserGroups groups;

    public UserGroupResource(KeepUserGroups groups) {
        this.groups = groups;
    }

    @Override
    public void declare(Routes routes) {
        routes.get("/v1/groups", this::list);
        routes.post("/v1/groups", this::make);
        routes.get(ONE, this::one);
        routes.put(ONE, this::replace);
        routes.delete(ONE, this::remove);
    }

    private Answer list(Call call) {
        boolean mayChange = groups.offered(call.caller());
        return Tagged.json(call, new Listed(groups.all().stream().map(Named::of).toList(), mayChange));
    }

    private Answer make(Call call) {
        return Replies.answer(
                groups.make(call.caller(), call.body(Wish.class)), group -> Answer.created(Shown.of(group)));
    }

    private Answer one(Call call) {
        return Replies.answer(groups.one(call.caller(), call.path("group")), group -> Answer.ok(Shown.of(group)));
    }

    private Answer replace(Call call) {
        return Replies.answer(
                groups.replace(call.caller(), call.path("group"), call.body(Wish.class)),
                group -> Answer.ok(Shown.of(group)));
    }

    private Answer remove(Call call) {
        return Replies.answer(groups.remove(call.caller(), call.path("group")), gone -> Answer.nothing());
    }

    private record Named(String id, String handle, String name, int members) {
        static Named of(Summary group) {
            return new Named(group.id().toString(), group.handle(), group.name(), group.members());
        }
    }

    private record Listed(List<Named> groups, boolean mayChange) {}

    private record Shown(String id, String handle, String name, List<String> members) {
        static Shown of(UserGroup group) {
            return new Shown(
                    group.id().toString(),
                    group.handle(),
                    group.name(),
                    group.members().stream().map(UserId::toString).toList());
        }
    }
}
