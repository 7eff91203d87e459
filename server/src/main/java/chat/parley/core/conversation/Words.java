package chat.parley.core.conversation;

import chat.parley.wire.ErrorCode;

/** What titles and topics may look like: bounded, and nothing in them that a store or a line of a list cannot hold. */
final class Words {
    private Words() {}

    /** One line that says something. */
    static Verdict title(String title, ConversationLimits limits) {
        int length = title.codePointCount(0, title.length());
        if (title.isBlank() || length > limits.titleCodePoints()) {
            return bad("title must be 1 to " + limits.titleCodePoints() + " code points and not blank");
        }
        return plain("title", title, "");
    }

    /** Some lines, or none. */
    static Verdict topic(String topic, ConversationLimits limits) {
        if (topic.codePointCount(0, topic.length()) > limits.topicCodePoints()) {
            return bad("topic must be at most " + limits.topicCodePoints() + " code points");
        }
        return plain("topic", topic, "\n");
    }

    /** No control character (but those of {@code except}) and no lone surrogate, which UTF-8 cannot carry. */
    private static Verdict plain(String name, String value, String except) {
        boolean plain = value.codePoints()
                .allMatch(c -> except.indexOf(c) >= 0
                        || (!Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE));
        return plain ? new Verdict.Allowed() : bad(name + " must not hold control characters or lone surrogates");
    }

    private static Verdict bad(String detail) {
        return new Verdict.Refused(ErrorCode.BAD_REQUEST, detail);
    }
}
