package chat.parley.adapter.postgres;

import chat.parley.core.conversation.Access;
import chat.parley.core.conversation.Conversations;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.ConversationState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Conversations by index lookups, one statement a call. */
public final class PostgresConversations implements Conversations {
    /**
     * The most states in a page, whatever limit is asked for: so many fit into 1 MiB of JSON, be every title and topic as
     * long as may be and every character of them four bytes.
     */
    static final int STATES_A_PAGE = 100;

    private static final String ACCESS = """
            select c.kind, c.invites, h.access_version, h.seq, m.role, m.left_at,
                   greatest(h.first, case when m.left_at is null then m.first end) as first,
                   case when m.role = 2 and m.left_at is null then (
                       select count(*) from member o
                       where o.conversation = c.id and o.role = 2 and o.left_at is null) else 0 end as owners,
                   h.members = 1 and m.role is not null and m.left_at is null as alone,
                   c.kind = 0 and exists (
                       select from block b where (b.account, b.blocked) in ((c.low, c.high), (c.high, c.low))) as blocked
            from conversation c
            join head h on h.conversation = c.id
            left join member m on m.conversation = c.id and m.account = ?
            where c.id = ?""";

    private static final String STATES = """
            with wanted as (select ?::bigint as account, unnest(?::bigint[]) as conversation, true as whole)
            select""" + StateRows.COLUMNS + StateRows.FROM;

    private static final String OF_MEMBER = """
            with me as (select ?::bigint as account),
                 wanted as (
                     select me.account, m.conversation, true as whole, e.at
                     from me
                     join member m on m.account = me.account and m.left_at is null
                     join head h on h.conversation = m.conversation
                     join entry e on e.conversation = h.conversation and e.seq = h.seq
                     where (e.at, m.conversation) < (?, ?)
                     order by e.at desc, m.conversation desc
                     limit ?)
            select w.at as active,""" + StateRows.COLUMNS + StateRows.FROM + """
             order by w.at desc, w.conversation desc""";

    private static final String CHANNELS = """
            with me as (select ?::bigint as account),
                 wanted as (
                     select me.account, c.id as conversation, true as whole, lower(c.title) as name
                     from me
                     join conversation c on c.kind = 2
                     where (lower(c.title), c.id) > (
                               coalesce((select lower(b.title) from conversation b where b.id = ?), ''), ?)
                       and position(lower(?) in lower(c.title)) > 0
                       and (not ? or exists (
                           select from member m
                           where m.conversation = c.id and m.account = me.account and m.left_at is null))
                     order by lower(c.title), c.id
                     limit ?)
            select""" + StateRows.COLUMNS + StateRows.FROM + """
             order by w.name, w.conversation""";

    private static final String MEMBERS = """
            select account, role, joined from member
            where conversation = ? and account > ? and left_at is null
            order by account
            limit ?""";

    private final Reads reads;

    public PostgresConversations(ConnectionSource connections) {
        this.reads = new Reads(connections);
    }

    @Override
    public Optional<Access> access(ConversationId conversation, UserId user) {
        return reads.first(
                ACCESS,
                query -> {
                    query.setLong(1, user.value());
                    query.setLong(2, conversation.value());
                },
                row -> access(conversation, user, row));
    }

    @Override
    public List<ConversationState> states(UserId user, Collection<ConversationId> conversations) {
        return reads
                .list(
                        STATES,
                        query -> {
                            query.setLong(1, user.value());
                            Reads.setIds(query, 2, conversations, ConversationId::value);
                        },
                        StateRows::read)
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public StatePage ofMember(UserId user, @Nullable String before, int limit) {
        int size = Math.min(limit, STATES_A_PAGE);
        Place from = before == null ? Place.TOP : Place.parse(before).orElse(Place.TOP);
        List<Placed> found = reads.list(
                OF_MEMBER,
                query -> {
                    query.setLong(1, user.value());
                    query.setObject(2, from.at());
                    query.setLong(3, from.conversation().value());
                    query.setInt(4, size + 1);
                },
                PostgresConversations::placed);
        return page(found, size);
    }

    @Override
    public StatePage channels(UserId user, boolean joinedOnly, String query, @Nullable String before, int limit) {
        int size = Math.min(limit, STATES_A_PAGE);
        long after = before == null
                ? -1
                : ConversationId.parse(before).map(ConversationId::value).orElse(-1L);
        List<Placed> found = reads.list(
                CHANNELS, statement -> setChannels(statement, user, after, query, joinedOnly, size + 1), row -> {
                    ConversationState state = StateRows.read(row).orElseThrow();
                    return new Placed(state, state.id());
                });
        return page(found, size);
    }

    @Override
    public List<Member> members(ConversationId conversation, @Nullable UserId after, int limit) {
        return reads.list(
                MEMBERS,
                query -> {
                    query.setLong(1, conversation.value());
                    query.setLong(2, after == null ? -1 : after.value());
                    query.setInt(3, limit);
                },
                row -> new Member(
                        new UserId(row.getLong("account")),
                        StoredNames.role(row.getInt("role")),
                        row.getLong("joined")));
    }

    @Override
    public Optional<ConversationId> direct(UserId one, UserId other) {
        return reads.first(
                "select id from conversation where low = ? and high = ?",
                query -> {
                    query.setLong(1, Math.min(one.value(), other.value()));
                    query.setLong(2, Math.max(one.value(), other.value()));
                },
                row -> new ConversationId(row.getLong("id")));
    }

    @Override
    public Optional<ConversationId> created(UserId creator, UUID clientId) {
        return reads.first(
                "select id from conversation where creator = ? and client_id = ?",
                query -> {
                    query.setLong(1, creator.value());
                    query.setObject(2, clientId);
                },
                row -> new ConversationId(row.getLong("id")));
    }

    private static Access access(ConversationId conversation, UserId user, ResultSet row) throws SQLException {
        int role = row.getInt("role");
        boolean known = !row.wasNull();
        row.getLong("left_at");
        boolean here = known && row.wasNull();
        return new Access(
                conversation,
                user,
                StoredNames.kind(row.getInt("kind")),
                row.getString("invites").equals("all"),
                row.getLong("access_version"),
                here ? Optional.of(StoredNames.role(role)) : Optional.empty(),
                known && !here,
                row.getInt("owners"),
                row.getBoolean("alone"),
                row.getLong("first"),
                row.getLong("seq"),
                row.getBoolean("blocked"));
    }

    private static void setChannels(
            PreparedStatement query, UserId user, long after, String text, boolean joinedOnly, int limit)
            throws SQLException {
        query.setLong(1, user.value());
        query.setLong(2, after);
        query.setLong(3, after);
        query.setString(4, text.strip());
        query.setBoolean(5, joinedOnly);
        query.setInt(6, limit);
    }

    private static Placed placed(ResultSet row) throws SQLException {
        ConversationState state = StateRows.read(row).orElseThrow();
        OffsetDateTime at = row.getObject("active", OffsetDateTime.class);
        return new Placed(state, Place.text(at.toInstant(), state.id()));
    }

    /** One row more than a page tells whether there is a next one. */
    private static StatePage page(List<Placed> found, int size) {
        List<Placed> kept = found.size() > size ? found.subList(0, size) : found;
        String next = found.size() > size ? kept.getLast().place() : null;
        return new StatePage(kept.stream().map(Placed::state).toList(), next);
    }

    /** A state and where it stands in its list. */
    private record Placed(ConversationState state, String place) {}

    /** A place in a member's list: microseconds since 1970 in base 36, a dot, the conversation. */
    private record Place(OffsetDateTime at, ConversationId conversation) {
        /** Above everything. */
        static final Place TOP = new Place(OffsetDateTime.MAX, new ConversationId(Long.MAX_VALUE));

        static String text(Instant at, String conversation) {
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
            return Long.toString(micros, Character.MAX_RADIX) + "." + conversation;
        }

        static Optional<Place> parse(String text) {
            int dot = text.indexOf('.');
            if (dot < 0) {
                return Optional.empty();
            }
            try {
                long micros = Long.parseLong(text.substring(0, dot).toLowerCase(Locale.ROOT), Character.MAX_RADIX);
                Instant at = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
                return ConversationId.parse(text.substring(dot + 1))
                        .map(id -> new Place(at.atOffset(ZoneOffset.UTC), id));
            } catch (NumberFormatException notATime) {
                return Optional.empty();
            }
        }
    }
}
