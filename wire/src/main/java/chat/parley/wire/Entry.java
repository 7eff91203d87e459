package chat.parley.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a conversation's log: the unit of truth (protocol section 1).
 *
 * @param conversation the conversation's id
 * @param seq its number, dense from 1, the same for every member
 * @param messages how many messages the main timeline holds up to and including this entry
 * @param at when the server appended it; for people, never for order
 * @param from the user who caused it
 * @param body what happened
 */
public record Entry(String conversation, long seq, long messages, Instant at, String from, Body body) {

    /** What an entry says; one record a {@code kind}. */
    public sealed interface Body {
        /** The value of {@code kind}. */
        String kind();
    }

    /**
     * A message. {@code text} is null exactly when {@code recalled}.
     *
     * @param id the UUID its sender made, in canonical lower-case form
     * @param mentions ids of users, {@code here} and {@code all}; in one that is still to be sent, ids of user groups too
     * @param groups the user groups that it mentions; those of them whom it reached are in {@code mentions}
     * @param attachments their ids
     * @param files what is known of the attachments, in their order; empty where a server before this field sent them
     */
    public record Message(
            String id,
            @Nullable String text,
            @Nullable Long replyTo,
            @Nullable Long thread,
            @Nullable Long threadMessages,
            boolean broadcast,
            List<String> mentions,
            List<Group> groups,
            List<String> attachments,
            List<File> files,
            boolean recalled)
            implements Body {
        /** A message of text alone. */
        public static Message plain(String id, String text) {
            return new Message(id, text, null, null, null, false, List.of(), List.of(), List.of(), List.of(), false);
        }

        /** The same message with another text. */
        public Message withText(String other) {
            return new Message(
                    id,
                    other,
                    replyTo,
                    thread,
                    threadMessages,
                    broadcast,
                    mentions,
                    groups,
                    attachments,
                    files,
                    recalled);
        }

        @Override
        public String kind() {
            return "message";
        }
    }

    /** A user group that a message mentions, with the handle that it had then. */
    public record Group(String id, String handle) {}

    /**
     * What is known of an attachment.
     *
     * @param name what its uploader called it, made harmless, to be shown as text
     * @param type its media type, by its bytes
     * @param width pixels, of an image whose header says so; {@code height} is there with it
     */
    public record File(
            String id,
            String name,
            String type,
            long bytes,
            @Nullable Long width,
            @Nullable Long height) {}

    /** A new text for the message {@code target}; the text is blank once the target is recalled. */
    public record Edited(long target, String id, String text) implements Body {
        @Override
        public String kind() {
            return "edited";
        }
    }

    /** The message {@code target} was taken back by its {@code sender} or a {@code moderator}. */
    public record Recalled(long target, String reason) implements Body {
        @Override
        public String kind() {
            return "recalled";
        }
    }

    /** A reaction was put on the message {@code target} or taken off it. */
    public record Reaction(long target, String emoji, boolean added) implements Body {
        @Override
        public String kind() {
            return "reaction";
        }
    }

    /** The message {@code target} was pinned or unpinned. */
    public record Pinned(long target, boolean added) implements Body {
        @Override
        public String kind() {
            return "pinned";
        }
    }

    /** {@code users} became members, brought in by {@code by} (themselves where they joined on their own). */
    public record Joined(List<String> users, String by) implements Body {
        @Override
        public String kind() {
            return "joined";
        }
    }

    /** {@code users} ceased to be members, removed by {@code by} (themselves where they left). */
    public record Left(List<String> users, String by) implements Body {
        @Override
        public String kind() {
            return "left";
        }
    }

    /**
     * Properties of the conversation that changed; null where a property did not.
     *
     * @param first from which entry on members see the log, if not from a later one: what is before is gone
     * @param firstMessages how many messages lie before {@code first}
     */
    public record Changed(
            @Nullable String title,
            @Nullable String topic,
            @Nullable String history,
            @Nullable Long first,
            @Nullable Long firstMessages,
            @Nullable String invites,
            @Nullable MemberRole member,
            @Nullable Retention retention)
            implements Body {
        @Override
        public String kind() {
            return "changed";
        }
    }

    /** A member's new role in the conversation: {@code owner}, {@code moderator} or {@code member}. */
    public record MemberRole(String user, String role) {}

    /** End-to-end encrypted content, opaque to the server. {@code payload} is base64. */
    public record Sealed(String id, String type, long epoch, String payload) implements Body {
        @Override
        public String kind() {
            return "sealed";
        }
    }
}
