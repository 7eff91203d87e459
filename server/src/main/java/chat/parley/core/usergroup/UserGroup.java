package chat.parley.core.usergroup;

import chat.parley.core.id.UserGroupId;
import chat.parley.core.id.UserId;
import java.util.List;

/**
 * People who are mentioned together.
 *
 * @param handle what is written after the {@code @}; no user's
 * @param members each once, by id
 */
public record UserGroup(UserGroupId id, String handle, String name, List<UserId> members) {}
