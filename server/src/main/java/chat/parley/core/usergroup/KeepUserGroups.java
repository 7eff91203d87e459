package chat.parley.core.usergroup;

import chat.parley.core.account.AccountRules;
import chat.parley.core.account.Administrators;
import chat.parley.core.account.Caller;
import chat.parley.core.account.Role;
import chat.parley.core.conversation.People;
import chat.parley.core.id.IdSource;
import chat.parley.core.id.UserGroupId;
import chat.parley.core.id.UserId;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.reply.Reply;
import chat.parley.core.usergroup.UserGroups.Kept;
import chat.parley.core.usergroup.UserGroups.Summary;
import chat.parley.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user groups of the workspace: everybody who has an account sees them, administrators change them. Blocks; call it on a virtual
 * thread.
 */
public final class KeepUserGroups {
    private static final Logger LOG = LoggerFactory.getLogger(KeepUserGroups.class);

    private final UserGroups groups;
    private final People people;
    private final Administrators administrators;
    private final RateLimiter limiter;
    private final IdSource ids;
    private final UserGroupConfig config;

    public KeepUserGroups(
            UserGroups groups,
            People people,
            Administrators administrators,
            RateLimiter limiter,
            IdSource ids,
            UserGroupConfig config) {
        this.groups = groups;
        this.people = people;
        this.administrators = administrators;
        this.limiter = limiter;
        this.ids = ids;
        this.config = config;
    }

    /** What an administrator wants a group to be; {@code members} are ids of users. */
    public record Wish(String handle, String name, List<String> members) {}

    /** All of them, by handle. */
    public List<Summary> all() {
        return groups.all();
    }

    /** Whether changing them is worth offering, as far as the caller's token says. */
    public boolean offered(Caller caller) {
        return caller.role() == Role.ADMIN;
    }

    /** The group, with those of its members whom the caller may look up. */
    public Reply<UserGroup> one(Caller caller, String group) {
        return UserGroupId.parse(group)
                .flatMap(groups::find)
                .map(found -> Reply.given(caller.guest() ? asSeenBy(caller, found) : found))
                .orElseGet(KeepUserGroups::none);
    }

    /** To a guest nobody exists but those with whom it shares a conversation. */
    private UserGroup asSeenBy(Caller caller, UserGroup group) {
        Set<UserId> known = people.sharing(caller.user(), group.members());
        return new UserGroup(
                group.id(),
                group.handle(),
                group.name(),
                group.members().stream().filter(known::contains).toList());
    }

    public Reply<UserGroup> make(Caller caller, Wish wish) {
        return change(caller, ids.userGroup(), wish, true);
    }

    /** Replaces all of it. What mentioned it before stays as it is. */
    public Reply<UserGroup> replace(Caller caller, String group, Wish wish) {
        Optional<UserGroupId> id = UserGroupId.parse(group);
        return id.isPresent()
                ? change(caller, id.get(), wish, false)
                : this.<UserGroup>refusal(caller).orElseGet(KeepUserGroups::none);
    }

    private Reply<UserGroup> change(Caller caller, UserGroupId id, Wish wish, boolean isNew) {
        Optional<Reply<UserGroup>> refused = this.<UserGroup>refusal(caller).or(() -> wrong(wish));
        if (refused.isPresent()) {
            return refused.get();
        }
        List<UserId> members = new ArrayList<>();
        for (String member : wish.members().stream().distinct().toList()) {
            Optional<UserId> user = UserId.parse(member);
            if (user.isEmpty()) {
                return noSuchUser(member);
            }
            members.add(user.get());
        }
        members.sort(null);
        UserGroup group = new UserGroup(id, wish.handle(), wish.name().strip(), List.copyOf(members));
        return switch (isNew ? groups.make(group, config.most()) : groups.replace(group)) {
            case Kept.Done() -> {
                LOG.info("{} {} the user group {} ({})", caller.user(), isNew ? "made" : "changed", id, group.handle());
                yield Reply.given(group);
            }
            case Kept.HandleTaken() -> Reply.refused(ErrorCode.CONFLICT, "the handle is taken");
            case Kept.Full() ->
                Reply.refused(
                        ErrorCode.CONFLICT,
                        "the workspace has " + config.most() + " user groups, the most there may be");
            case Kept.NoSuchGroup() -> none();
            case Kept.NoSuchUser(UserId user) -> noSuchUser(user.toString());
        };
    }

    /** What mentioned it stays as it is. */
    public Reply<UserGroupId> remove(Caller caller, String group) {
        Optional<Reply<UserGroupId>> refused = refusal(caller);
        if (refused.isPresent()) {
            return refused.get();
        }
        Optional<UserGroupId> removed = UserGroupId.parse(group).filter(groups::remove);
        removed.ifPresent(gone -> LOG.info("{} removed the user group {}", caller.user(), gone));
        return removed.map(Reply::given).orElseGet(KeepUserGroups::none);
    }

    private <T> Optional<Reply<T>> refusal(Caller caller) {
        if (!administrators.include(caller.user())) {
            return Optional.of(
                    Reply.refused(ErrorCode.FORBIDDEN, "only administrators change the user groups of this workspace"));
        }
        long wait = limiter.take(RateLimiter.Limit.OWN, caller.user().toString());
        return wait > 0 ? Optional.of(Reply.rateLimited("too many changes", wait)) : Optional.empty();
    }

    private Optional<Reply<UserGroup>> wrong(Wish wish) {
        boolean many = wish.members().size() > config.members();
        return AccountRules.handle(wish.handle())
                .or(() -> AccountRules.name(wish.name()))
                .or(() -> many ? Optional.of("members must hold at most " + config.members()) : Optional.empty())
                .map(detail -> Reply.refused(ErrorCode.BAD_REQUEST, detail));
    }

    private static Reply<UserGroup> noSuchUser(String user) {
        return Reply.refused(ErrorCode.NOT_FOUND, "no such user: " + user);
    }

    private static <T> Reply<T> none() {
        return Reply.refused(ErrorCode.NOT_FOUND, "no such user group");
    }
}
