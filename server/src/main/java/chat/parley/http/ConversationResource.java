package chat.parley.http;

import chat.parley.core.conversation.ChangeProperties;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.conversation.CreateConversation;
import chat.parley.core.conversation.JoinChannel;
import chat.parley.core.conversation.Kind;
import chat.parley.core.conversation.SeeConversations;
import chat.parley.wire.ConversationState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Conversations and the directory of channels. */
public final class ConversationResource implements Resource {
    private final SeeConversations see;
    private final CreateConversation create;
    private final JoinChannel join;
    private final ChangeProperties change;

    public ConversationResource(
            SeeConversations see, CreateConversation create, JoinChannel join, ChangeProperties change) {
        this.see = see;
        this.create = create;
        this.join = join;
        this.change = change;
    }

    @Override
    public void declare(Routes routes) {
        routes.post("/v1/conversations", this::create);
        routes.get("/v1/conversations", this::mine);
        routes.get("/v1/conversations/{conversation}", this::one);
        routes.patch("/v1/conversations/{conversation}", this::change);
        routes.get("/v1/channels", this::channels);
        routes.post(
                "/v1/channels/{conversation}/join",
                call -> Replies.ok(join.join(call.caller(), Replies.conversation(call))));
    }

    private Answer create(Call call) {
        Creation wanted = call.body(Creation.class);
        var wish = new CreateConversation.Wish(
                kind(wanted.kind()),
                Optional.ofNullable(wanted.id()).map(ConversationResource::uuid),
                Optional.ofNullable(wanted.title()),
                history(wanted.history()).orElse(true),
                Replies.users(wanted.members() == null ? List.of() : wanted.members()));
        return Replies.answer(
                create.create(call.caller(), wish),
                made -> made.fresh() ? Answer.created(made.state()) : Answer.ok(made.state()));
    }

    private Answer mine(Call call) {
        Conversations.StatePage page =
                see.mine(call.caller(), call.query("before").orElse(null), call.limit());
        return Answer.ok(new ConversationList(page.states(), page.next()));
    }

    private Answer one(Call call) {
        return Replies.ok(see.one(call.caller(), Replies.conversation(call)));
    }

    private Answer change(Call call) {
        Properties wanted = call.body(Properties.class);
        var wish = new ChangeProperties.Wish(
                Optional.ofNullable(wanted.title()),
                Optional.ofNullable(wanted.topic()),
                history(wanted.history()),
                either("invites", wanted.invites(), "all", "moderators"));
        return Replies.ok(change.change(call.caller(), Replies.conversation(call), wish));
    }

    private Answer channels(Call call) {
        Conversations.StatePage page = see.channels(
                call.caller(),
                call.query("query").orElse(""),
                call.query("before").orElse(null),
                call.limit());
        return Answer.ok(new ChannelList(page.states(), page.next()));
    }

    private static Kind kind(String name) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> RefusedRequest.badRequest("kind must be direct, group or channel"));
    }

    private static UUID uuid(String text) {
        try {
            UUID id = UUID.fromString(text);
            // fromString takes shorter groups too, which are no UUID of RFC 9562
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException notOne) {
            throw RefusedRequest.badRequest("id must be a UUID");
        }
        throw RefusedRequest.badRequest("id must be a UUID");
    }

    private static Optional<Boolean> history(@Nullable String value) {
        return either("history", value, "all", "joined");
    }

    /** Whether it is {@code yes}; empty where it is absent. */
    private static Optional<Boolean> either(String name, @Nullable String value, String yes, String no) {
        if (value == null) {
            return Optional.empty();
        }
        if (!value.equals(yes) && !value.equals(no)) {
            throw RefusedRequest.badRequest(name + " must be " + yes + " or " + no);
        }
        return Optional.of(value.equals(yes));
    }

    private record Creation(
            @Nullable String id,
            String kind,
            @Nullable List<String> members,
            @Nullable String title,
            @Nullable String history) {}

    private record Properties(
            @Nullable String title,
            @Nullable String topic,
            @Nullable String history,
            @Nullable String invites) {}

    private record ConversationList(
            List<ConversationState> conversations, @Nullable String next) {}

    private record ChannelList(
            List<ConversationState> channels, @Nullable String next) {}
}
