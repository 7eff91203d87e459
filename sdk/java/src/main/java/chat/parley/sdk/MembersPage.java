package chat.parley.sdk;

import chat.parley.wire.Profile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Members by id, and who they are.
 *
 * @param next what to ask for the next page with; null at the end
 */
public record MembersPage(
        List<Member> members, List<Profile> users, @Nullable String next) {}
