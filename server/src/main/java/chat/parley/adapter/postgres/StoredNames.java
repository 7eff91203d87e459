package chat.parley.adapter.postgres;

import chat.parley.core.bus.OwnThing;
import chat.parley.core.conversation.Kind;
import chat.parley.core.conversation.MemberRole;
import chat.parley.core.notice.NoticeRule;

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

    static OwnThing ownThing(int number) {
        return switch (number) {
            case 0 -> OwnThing.NOTIFICATIONS;
            case 1 -> OwnThing.SAVED;
            case 2 -> OwnThing.DRAFTS;
            case 3 -> OwnThing.SCHEDULED;
            default -> throw new IllegalStateException("something of one's own of kind " + number);
        };
    }

    static int number(OwnThing thing) {
        return switch (thing) {
            case NOTIFICATIONS -> 0;
            case SAVED -> 1;
            case DRAFTS -> 2;
            case SCHEDULED -> 3;
        };
    }

    static int number(NoticeRule rule) {
        return switch (rule) {
            case ALL -> 0;
            case MENTIONS -> 1;
            case NONE -> 2;
        };
    }

    static NoticeRule noticeRule(int number) {
        return switch (number) {
            case 0 -> NoticeRule.ALL;
            case 1 -> NoticeRule.MENTIONS;
            case 2 -> NoticeRule.NONE;
            default -> throw new IllegalStateException("a notice rule " + number);
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
