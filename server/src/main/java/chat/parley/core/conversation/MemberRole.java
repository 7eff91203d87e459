package chat.parley.core.conversation;

import java.util.Locale;
import java.util.Optional;

/** A member's role in a group or channel. The ordinal is stored: append only. */
public enum MemberRole {
    MEMBER,
    MODERATOR,
    OWNER;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<MemberRole> parse(String wireName) {
        for (MemberRole role : values()) {
            if (role.wireName().equals(wireName)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
