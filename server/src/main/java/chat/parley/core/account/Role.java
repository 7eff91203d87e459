package chat.parley.core.account;

import java.util.Locale;
import java.util.Optional;

/** A user's role in the workspace, in rising order of rights. */
public enum Role {
    GUEST,
    MEMBER,
    BOT,
    MODERATOR,
    ADMIN;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> parse(String wireName) {
        for (Role role : values()) {
            if (role.wireName().equals(wireName)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
