package chat.parley.core.message;

import chat.parley.core.id.AttachmentId;
import chat.parley.core.id.UserGroupId;
import chat.parley.core.id.UserId;
import chat.parley.wire.ClientFrame.Draft;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.WireLimits;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Checks a draft before it goes to the log, which must not meet a value that the store refuses. The codec has checked most
 * of it already; it is checked again since programs of this process post too.
 */
final class Drafts {
    private static final int UUID_CHARACTERS = 36;

    private static final Set<String> EVERYBODY = Set.of("here", "all");

    static final String NO_SUCH_ATTACHMENT = "no such upload of yours that is still to be sent";

    private Drafts() {}

    /** Why this draft cannot be posted, or empty where it can. */
    static Optional<Posted.Refused> refusal(Draft draft) {
        if (uuid(draft.id()).isEmpty()) {
            return refused(ErrorCode.BAD_REQUEST, "id must be a UUID");
        }
        if (draft.prev() != null && uuid(draft.prev()).isEmpty()) {
            return refused(ErrorCode.BAD_REQUEST, "prev must be a UUID");
        }
        return context(draft).or(() -> attached(draft)).or(() -> text(draft.text()));
    }

    private static Optional<Posted.Refused> context(Draft draft) {
        if (draft.broadcast() && draft.thread() == null) {
            return refused(ErrorCode.BAD_REQUEST, "broadcast is for a reply in a thread");
        }
        if (draft.mentions().size() > WireLimits.MENTIONS) {
            return refused(ErrorCode.BAD_REQUEST, "mentions must hold at most " + WireLimits.MENTIONS);
        }
        boolean known = draft.mentions().stream()
                .allMatch(who -> EVERYBODY.contains(who) || UserId.parse(who).isPresent() || group(who));
        // in the words of 1.0, since a recording holds them
        return known ? Optional.empty() : refused(ErrorCode.BAD_REQUEST, "mentions must be ids of users, here or all");
    }

    private static Optional<Posted.Refused> attached(Draft draft) {
        if (draft.attachments().size() > WireLimits.ATTACHMENTS) {
            return refused(ErrorCode.BAD_REQUEST, "attachments must hold at most " + WireLimits.ATTACHMENTS);
        }
        boolean known = draft.attachments().stream()
                .allMatch(id -> AttachmentId.parse(id).isPresent());
        return known ? Optional.empty() : refused(ErrorCode.NOT_FOUND, NO_SUCH_ATTACHMENT);
    }

    /** The attachments of a draft that was not refused, each once. */
    static List<AttachmentId> attachments(Draft draft) {
        return draft.attachments().stream()
                .distinct()
                .map(id -> AttachmentId.parse(id).orElseThrow())
                .toList();
    }

    /** Whether this mention may be of so many that not everybody may: of all members, or of a user group. */
    static boolean many(String mention) {
        return EVERYBODY.contains(mention) || group(mention);
    }

    private static boolean group(String mention) {
        return UserGroupId.parse(mention).isPresent();
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
