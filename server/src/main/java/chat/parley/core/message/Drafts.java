package chat.parley.core.message;

import chat.parley.wire.ClientFrame.Draft;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.WireLimits;
import java.util.Optional;
import java.util.UUID;

/**
 * Checks a draft before it goes to the log, which must not meet a value that the store refuses. The codec has checked most
 * of it already; it is checked again since programs of this process post too.
 */
final class Drafts {
    private static final int UUID_CHARACTERS = 36;

    private Drafts() {}

    /** Why this draft cannot be posted, or empty where it can. */
    static Optional<Posted.Refused> refusal(Draft draft) {
        String later = later(draft);
        if (!later.isEmpty()) {
            return refused(ErrorCode.UNAVAILABLE, later + " come in a later release");
        }
        if (uuid(draft.id()).isEmpty()) {
            return refused(ErrorCode.BAD_REQUEST, "id must be a UUID");
        }
        if (draft.prev() != null && uuid(draft.prev()).isEmpty()) {
            return refused(ErrorCode.BAD_REQUEST, "prev must be a UUID");
        }
        return text(draft.text());
    }

    /** The UUID of this text, or empty where it is none; {@link UUID#fromString} alone takes shorter groups too. */
    static Optional<UUID> uuid(String text) {
        try {
            UUID id = UUID.fromString(text);
            return text.length() == UUID_CHARACTERS ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    /** The first feature used that this release does not have. */
    private static String later(Draft draft) {
        if (draft.replyTo() != null) {
            return "replies (replyTo)";
        }
        if (draft.thread() != null || draft.broadcast()) {
            return "threads (thread, broadcast)";
        }
        if (!draft.mentions().isEmpty()) {
            return "mentions";
        }
        return draft.attachments().isEmpty() ? "" : "attachments";
    }

    /** Why this cannot be the text of a message, or empty where it can. */
    static Optional<Posted.Refused> text(String text) {
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > WireLimits.TEXT_CODE_POINTS) {
            return refused(ErrorCode.BAD_REQUEST, "text must be 1 to " + WireLimits.TEXT_CODE_POINTS + " code points");
        }
        boolean storable = text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
        return storable
                ? Optional.empty()
                : refused(ErrorCode.BAD_REQUEST, "text must not hold U+0000 or a lone surrogate");
    }

    private static Optional<Posted.Refused> refused(ErrorCode code, String detail) {
        return Optional.of(new Posted.Refused(code, detail, null));
    }
}
