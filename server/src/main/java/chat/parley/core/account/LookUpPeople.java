package chat.parley.core.account;

import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.Profile;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds people. A guest finds only those it shares a conversation with; to it nobody else exists. */
public final class LookUpPeople {
    /** Users one call may name. */
    public static final int MAX_IDS = 200;
    /** A longer query finds nobody: neither handles nor the words of a name are that long. */
    static final int MAX_QUERY = 80;

    private final Directory directory;

    public LookUpPeople(Directory directory) {
        this.directory = directory;
    }

    public Reply<Profile> one(Caller caller, UserId user) {
        return directory.byIds(List.of(user), companion(caller)).stream()
                .findFirst()
                .map(Reply::given)
                .orElseGet(Refusals::noSuchUser);
    }

    public Reply<List<Profile>> some(Caller caller, Collection<UserId> users) {
        return users.size() > MAX_IDS
                ? Reply.refused(ErrorCode.BAD_REQUEST, "at most " + MAX_IDS + " users at once")
                : Reply.given(directory.byIds(users, companion(caller)));
    }

    /** A page by handle, from the one after {@code after}. */
    public Reply<List<Profile>> search(Caller caller, String query, Optional<String> after, int limit) {
        String wanted = query.strip().toLowerCase(Locale.ROOT);
        return wanted.length() > MAX_QUERY
                ? Reply.refused(ErrorCode.BAD_REQUEST, "query must have at most " + MAX_QUERY + " characters")
                : Reply.given(directory.search(wanted, after, limit, companion(caller)));
    }

    private static Optional<UserId> companion(Caller caller) {
        return caller.guest() ? Optional.of(caller.user()) : Optional.empty();
    }
}
