package chat.parley.core.notice;

import chat.parley.core.conversation.Kind;
import java.util.Optional;

/**
 * What a user wants to be notified of where they did not say otherwise for a conversation, by its kind, and when of nothing.
 *
 * @param quiet empty for one who may be disturbed at any time
 */
public record Preferences(NoticeRule direct, NoticeRule group, NoticeRule channel, Optional<QuietHours> quiet) {
    /** Those of somebody who never said any. */
    public static final Preferences DEFAULT =
            new Preferences(NoticeRule.ALL, NoticeRule.ALL, NoticeRule.MENTIONS, Optional.empty());

    NoticeRule of(Kind kind) {
        return switch (kind) {
            case DIRECT -> direct;
            case GROUP -> group;
            case CHANNEL -> channel;
        };
    }
}
