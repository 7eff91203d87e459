package chat.parley.sdk;

import chat.parley.wire.ConversationState;
import chat.parley.wire.Retention;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conversations as a whole: making, finding and changing them, and how far the caller has read. */
public final class ConversationCalls {
    private static final String ALL = "/v1/conversations";

    private final HttpCalls calls;
    private final Answers answers;

    ConversationCalls(HttpCalls calls, Answers answers) {
        this.calls = calls;
        this.answers = answers;
    }

    /** Makes the direct conversation with {@code other}, or finds the one there is. */
    public ConversationState direct(String other) throws IOException, Refused, SignedOut {
        return create(calls.object().put("kind", "direct"), List.of(other));
    }

    /** Makes a group; the same {@code id} (a UUID) again answers the same one. The caller is left out of {@code members}. */
    public ConversationState group(String id, String title, List<String> members)
            throws IOException, Refused, SignedOut {
        return create(calls.object().put("id", id).put("kind", "group").put("title", title), members);
    }

    /** Makes a channel; the same {@code id} (a UUID) again answers the same one. */
    public ConversationState channel(String id, String title) throws IOException, Refused, SignedOut {
        return create(calls.object().put("id", id).put("kind", "channel").put("title", title), List.of());
    }

    public ConversationState get(String conversation) throws IOException, Refused, SignedOut {
        return answers.state(calls.get(ApiPath.conversation(conversation)));
    }

    /**
     * The caller's conversations, newest activity first.
     *
     * @param before the {@code next} of the page before
     */
    public Page<ConversationState> list(@Nullable String before, int limit) throws IOException, Refused, SignedOut {
        return Answers.page(calls.get(ApiPath.page(ALL, limit, "before", before)), "conversations", answers::state);
    }

    public ConversationState change(String conversation, ConversationChanges changes)
            throws IOException, Refused, SignedOut {
        ObjectNode body = calls.object();
        put(body, "title", changes.title());
        put(body, "topic", changes.topic());
        put(body, "history", changes.history());
        put(body, "invites", changes.invites());
        return answers.state(
                calls.call("PATCH", ApiPath.conversation(conversation), body).body());
    }

    /** Says how much of a group or channel is kept; the rest goes, for everybody and for good. Owners may. */
    public ConversationState retain(String conversation, Retention retention) throws IOException, Refused, SignedOut {
        return answers.state(calls.call(
                        "PUT",
                        ApiPath.conversation(conversation) + "/retention",
                        Answers.put(calls.object(), retention))
                .body());
    }

    /**
     * Channels by title.
     *
     * @param query part of the title, in any case; blank for all
     * @param before the {@code next} of the page before
     */
    public Page<ConversationState> channels(String query, @Nullable String before, int limit)
            throws IOException, Refused, SignedOut {
        String path = ApiPath.page("/v1/channels?query=" + ApiPath.part(query), limit, "before", before);
        return Answers.page(calls.get(path), "channels", answers::state);
    }

    /** Joins a channel. */
    public ConversationState join(String channel) throws IOException, Refused, SignedOut {
        return answers.state(calls.call("POST", "/v1/channels/" + ApiPath.part(channel) + "/join", null)
                .body());
    }

    /** Moves the caller's read marker; it never moves back. */
    public void read(String conversation, long seq) throws IOException, Refused, SignedOut {
        calls.call(
                "PUT",
                ApiPath.conversation(conversation) + "/read",
                calls.object().put("seq", seq));
    }

    /** Marks the conversation unread from a message on, until the next read. */
    public void markUnread(String conversation, long from) throws IOException, Refused, SignedOut {
        calls.call(
                "PUT",
                ApiPath.conversation(conversation) + "/read",
                calls.object().put("unreadFrom", from));
    }

    private ConversationState create(ObjectNode body, List<String> members) throws IOException, Refused, SignedOut {
        members.forEach(body.putArray("members")::add);
        return answers.state(calls.call("POST", ALL, body).body());
    }

    private static void put(ObjectNode body, String property, @Nullable String value) {
        if (value != null) {
            body.put(property, value);
        }
    }
}
