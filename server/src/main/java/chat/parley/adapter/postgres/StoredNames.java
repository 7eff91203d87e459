package chat.parley.adapter.postgres;

import chat.parley.core.conversation.Kind;
import chat.parley.core.conversation.MemberRole;

/** The numbers under which kinds and roles are stored (V1), as the values they are. */
final class StoredNames {
    private StoredNames() {}

    static Kind kind(int number) {
        return switch (number) {
            case 0 -> Kind.DIRECT;
            case 1 -> Kind.GROUP;
            case 2 -> Kind.CHANNEL;
            default -> throw new IllegalStateException("a conversation of kind " + number);
        };
    }

    static MemberRole role(int number) {
        return switch (number) {
            case 0 -> MemberRole.MEMBER;
            case 1 -> MemberRole.MODERATOR;
            case 2 -> MemberRole.OWNER;
            default -> throw new IllegalStateException("a member of role " + number);
        };
    }
}
