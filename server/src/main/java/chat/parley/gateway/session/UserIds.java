package chat.parley.gateway.session;

import chat.parley.core.id.UserId;
import java.util.Arrays;
import java.util.Collection;

/** A set of users in eight bytes each. Immutable. */
final class UserIds {
    static final UserIds NONE = new UserIds(new long[0]);

    private final long[] sorted;

    private UserIds(long[] sorted) {
        this.sorted = sorted;
    }

    static UserIds of(Collection<UserId> users) {
        return users.isEmpty()
                ? NONE
                : new UserIds(users.stream()
                        .mapToLong(UserId::value)
                        .sorted()
                        .distinct()
                        .toArray());
    }

    boolean same(UserIds other) {
        return Arrays.equals(sorted, other.sorted);
    }

    boolean contains(UserId user) {
        return Arrays.binarySearch(sorted, user.value()) >= 0;
    }

    UserIds with(UserId user) {
        int place = Arrays.binarySearch(sorted, user.value());
        if (place >= 0) {
            return this;
        }
        long[] more = new long[sorted.length + 1];
        System.arraycopy(sorted, 0, more, 0, ~place);
        more[~place] = user.value();
        System.arraycopy(sorted, ~place, more, ~place + 1, sorted.length - ~place);
        return new UserIds(more);
    }
}
