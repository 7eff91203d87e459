package chat.parley.sdk;

import chat.parley.wire.ConversationState;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is in a conversation. What is so already stays so, and appends no entry. */
public final class MemberCalls {
    private final HttpCalls calls;
    private final Answers answers;

    MemberCalls(HttpCalls calls, Answers answers) {
        this.calls = calls;
        this.answers = answers;
    }

    /** @param after the {@code next} of the page before */
    public MembersPage list(String conversation, @Nullable String after, int limit)
            throws IOException, Refused, SignedOut {
        JsonNode page = calls.get(ApiPath.page(ApiPath.conversation(conversation) + "/members", limit, "after", after));
        Page<Member> members = Answers.page(
                page,
                "members",
                member -> new Member(
                        member.path("user").asText(),
                        member.path("role").asText(),
                        member.path("joined").asLong()));
        return new MembersPage(members.items(), Answers.list(page.path("users"), answers::profile), members.next());
    }

    public ConversationState add(String conversation, List<String> users) throws IOException, Refused, SignedOut {
        ObjectNode body = calls.object();
        users.forEach(body.putArray("users")::add);
        return answers.state(calls.call("POST", ApiPath.conversation(conversation) + "/members", body)
                .body());
    }

    /**
     * Gives a member the role {@code owner}, {@code moderator} or {@code member}; owners may.
     *
     * @return the entry that this became; null where it was so already
     */
    public @Nullable Long setRole(String conversation, String user, String role)
            throws IOException, Refused, SignedOut {
        return Answers.change(calls.call(
                        "PATCH",
                        ApiPath.member(conversation, user),
                        calls.object().put("role", role))
                .body());
    }

    /** @return the entry that this became; null where they were no member */
    public @Nullable Long remove(String conversation, String user) throws IOException, Refused, SignedOut {
        return Answers.change(
                calls.call("DELETE", ApiPath.member(conversation, user), null).body());
    }

    /** The caller leaves. The last owner hands over first, unless nobody else is left in a group. */
    public @Nullable Long leave(String conversation) throws IOException, Refused, SignedOut {
        return remove(conversation, "me");
    }
}
