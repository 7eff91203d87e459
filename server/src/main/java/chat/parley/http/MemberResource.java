package chat.parley.http;

import chat.parley.core.conversation.AddMembers;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.MemberRole;
import chat.parley.core.conversation.RemoveMember;
import chat.parley.core.conversation.SeeConversations;
import chat.parley.core.conversation.SetRole;
import chat.parley.core.id.UserId;
import chat.parley.wire.Profile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who belongs to a conversation. {@code me} stands for the caller. */
public final class MemberResource implements Resource {
    private final SeeConversations see;
    private final AddMembers add;
    private final RemoveMember remove;
    private final SetRole setRole;

    public MemberResource(SeeConversations see, AddMembers add, RemoveMember remove, SetRole setRole) {
        this.see = see;
        this.add = add;
        this.remove = remove;
        this.setRole = setRole;
    }

    @Override
    public void declare(Routes routes) {
        routes.get("/v1/conversations/{conversation}/members", this::list);
        routes.post("/v1/conversations/{conversation}/members", this::add);
        routes.patch("/v1/conversations/{conversation}/members/{user}", this::setRole);
        routes.delete("/v1/conversations/{conversation}/members/{user}", this::remove);
    }

    private Answer list(Call call) {
        var reply = see.members(call.caller(), Replies.conversation(call), Replies.after(call), call.limit());
        return Replies.answer(
                reply,
                page -> Answer.ok(new MemberList(
                        page.members().stream().map(Member::of).toList(),
                        page.users(),
                        page.next() == null ? null : page.next().toString())));
    }

    private Answer add(Call call) {
        Addition wanted = call.body(Addition.class);
        return Replies.ok(add.add(call.caller(), Replies.conversation(call), Replies.users(wanted.users())));
    }

    private Answer setRole(Call call) {
        MemberRole role = MemberRole.parse(call.body(Role.class).role())
                .orElseThrow(() -> RefusedRequest.badRequest("role must be owner, moderator or member"));
        return Replies.Changed.of(setRole.set(call.caller(), Replies.conversation(call), user(call), role));
    }

    private Answer remove(Call call) {
        return Replies.Changed.of(remove.remove(call.caller(), Replies.conversation(call), user(call)));
    }

    private static UserId user(Call call) {
        String user = call.path("user");
        return user.equals("me") ? call.caller().user() : Replies.user(user);
    }

    private record Addition(List<String> users) {}

    private record Role(String role) {}

    private record Member(String user, String role, long joined) {
        static Member of(Conversations.Member member) {
            return new Member(member.user().toString(), member.role().wireName(), member.joined());
        }
    }

    private record MemberList(
            List<Member> members,
            List<Profile> users,
            @Nullable String next) {}
}
