package chat.parley.sdk;

import java.util.List;

/**
 * People who are mentioned together: their group's {@code id} among the mentions of a message.
 *
 * @param members ids of users; to a guest only of those with whom it shares a conversation
 */
public record UserGroup(String id, String handle, String name, List<String> members) {
    /** @param members how many it has */
    public record Summary(String id, String handle, String name, int members) {}
}
