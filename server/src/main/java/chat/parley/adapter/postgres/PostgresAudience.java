package chat.parley.adapter.postgres;

import chat.parley.core.conversation.Audience;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.util.List;

/** The conversations of a person, from the memberships. Ids grow with time. */
public final class PostgresAudience implements Audience {
    private static final String AUDIENCE = """
            select m.conversation
            from member m join head h on h.conversation = m.conversation
            where m.account = ? and m.left_at is null and h.members <= ?
            order by m.conversation desc limit ?""";

    private final Reads reads;

    public PostgresAudience(ConnectionSource connections) {
        this.reads = new Reads(connections);
    }

    @Override
    public List<ConversationId> of(UserId user, int mostMembers, int most) {
        return reads.list(
                AUDIENCE,
                query -> {
                    query.setLong(1, user.value());
                    query.setInt(2, mostMembers);
                    query.setInt(3, most);
                },
                row -> new ConversationId(row.getLong("conversation")));
    }
}
