package chat.parley.adapter.postgres;

import chat.parley.core.bus.Bus;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.thread.Threads;
import chat.parley.wire.Entry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Followed threads, by {@code parley_follow} and by reading the rows of the user who asks. */
public final class PostgresThreads implements Threads {
    /** The row is read anew, in a later snapshot: what it says holds at least since it was followed. */
    private static final String FOLLOW =
            "select r.outcome, pg_current_xact_id()::text::bigint as xid from parley_follow(?, ?, ?, ?) r (outcome)";

    private static final String STATE =
            "with wanted as (select ?::bigint as account, ?::bigint as conversation, ?::bigint as thread)" + " select"
                    + ThreadRows.COLUMNS + ThreadRows.FROM;

    /** A message with the text it has now; {@code %1$s} is its alias, {@code %2$s} says which. */
    private static final String MESSAGE = """
             left join lateral (
                 select e.seq, e.messages, e.at, e.sender, e.kind, e.id, e.data, e.target,
                        left(case when e.text is null then null else coalesce(v.text, e.text) end, 200) as text
                 from entry e
                 left join fold b on b.conversation = e.conversation and b.seq = e.seq
                 left join entry v on v.conversation = b.conversation and v.seq = b.edited
                 where e.conversation = p.conversation and e.seq = p.%2$s) %1$s on true
            """;

    private static final String MESSAGE_COLUMNS = """
            %1$s.seq as %1$s_seq, %1$s.messages as %1$s_messages, %1$s.at as %1$s_at, %1$s.sender as %1$s_sender,
            %1$s.kind as %1$s_kind, %1$s.id as %1$s_id, %1$s.text as %1$s_text, %1$s.data as %1$s_data, %1$s.target as %1$s_target""";

    /** The page is chosen by few lookups a thread; texts and mentions are read for what is on it. */
    private static final String FOLLOWED = """
            with mine as (
                     select f.conversation, f.thread, f.read, f.read_messages, f.following
                     from follow f where f.account = ? order by f.xid desc limit ?),
                 placed as (
                     select n.conversation, n.thread, o.last_reply, e.at
                     from mine n
                     join member m on m.conversation = n.conversation and m.account = ? and m.left_at is null
                     join head h on h.conversation = n.conversation and n.thread >= greatest(m.first, h.first)
                     left join fold o on o.conversation = n.conversation and o.seq = n.thread
                     join entry e on e.conversation = n.conversation and e.seq = coalesce(o.last_reply, n.thread)
                     where n.following and n.read >= m.joined and (not ? or coalesce(o.replies, 0) > n.read_messages)),
                 page as (
                     select p.* from placed p
                     where (p.at, p.conversation, p.thread) < (?, ?, ?)
                     order by p.at desc, p.conversation desc, p.thread desc
                     limit ?),
                 wanted as (select ?::bigint as account, p.conversation, p.thread from page p)
            select p.at as place_at,""" + MESSAGE_COLUMNS.formatted("root") + ","
            + MESSAGE_COLUMNS.formatted("newest") + "," + ThreadRows.COLUMNS + ThreadRows.FROM + """
             join page p on p.conversation = f.conversation and p.thread = f.thread
            """
            + MESSAGE.formatted("root", "thread") + MESSAGE.formatted("newest", "last_reply") + """
             order by p.at desc, p.conversation desc, p.thread desc""";

    /** Later than any message. */
    private static final OffsetDateTime END = OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private final Reads reads;
    private final Bus bus;

    public PostgresThreads(ConnectionSource connections, Bus bus) {
        this.reads = new Reads(connections);
        this.bus = bus;
    }

    @Override
    public Outcome follow(ConversationId conversation, UserId user, long thread, boolean following) {
        Said said = reads.first(
                        FOLLOW,
                        query -> {
                            query.setLong(1, conversation.value());
                            query.setLong(2, user.value());
                            query.setLong(3, thread);
                            query.setBoolean(4, following);
                        },
                        row -> new Said(row.getString("outcome"), row.getLong("xid")))
                .orElseThrow();
        return switch (said.outcome()) {
            case "moved" -> {
                bus.publish(new Signal.OwnStateChanged(conversation, user, thread, said.xid()));
                yield settled(conversation, user, thread);
            }
            case "unchanged" -> settled(conversation, user, thread);
            case "no_such_message" -> new Outcome.Refused(Reason.NO_SUCH_MESSAGE);
            case "recalled" -> new Outcome.Refused(Reason.RECALLED);
            case "not_a_root" -> new Outcome.Refused(Reason.NOT_A_ROOT);
            default -> throw new IllegalStateException("outcome " + said.outcome());
        };
    }

    /** Who was removed meanwhile sees nothing there any more. */
    private Outcome settled(ConversationId conversation, UserId user, long thread) {
        return reads.first(
                        STATE,
                        query -> {
                            query.setLong(1, user.value());
                            query.setLong(2, conversation.value());
                            query.setLong(3, thread);
                        },
                        ThreadRows::read)
                .<Outcome>map(Outcome.Settled::new)
                .orElseGet(() -> new Outcome.Refused(Reason.NO_SUCH_MESSAGE));
    }

    @Override
    public List<Followed> followed(UserId user, Wanted wanted) {
        return reads.list(FOLLOWED, query -> set(query, user, wanted), PostgresThreads::followed);
    }

    private static void set(PreparedStatement query, UserId user, Wanted wanted) throws SQLException {
        query.setLong(1, user.value());
        query.setInt(2, wanted.listed());
        query.setLong(3, user.value());
        query.setBoolean(4, wanted.unread());
        query.setObject(
                5,
                wanted.after().map(place -> place.at().atOffset(ZoneOffset.UTC)).orElse(END));
        query.setLong(
                6, wanted.after().map(place -> place.conversation().value()).orElse(Long.MAX_VALUE));
        query.setLong(7, wanted.after().map(Place::thread).orElse(Long.MAX_VALUE));
        query.setInt(8, wanted.limit());
        query.setLong(9, user.value());
    }

    private static Followed followed(ResultSet row) throws SQLException {
        ConversationId conversation = new ConversationId(row.getLong("conversation"));
        return new Followed(
                ThreadRows.read(row),
                new Place(instant(row, "place_at"), conversation, row.getLong("thread")),
                Objects.requireNonNull(message(row, conversation, "root_")),
                message(row, conversation, "newest_"));
    }

    private static @Nullable Entry message(ResultSet row, ConversationId conversation, String of) throws SQLException {
        long seq = row.getLong(of + "seq");
        if (row.wasNull()) {
            return null;
        }
        UserId sender = new UserId(row.getLong(of + "sender"));
        return new Entry(
                conversation.toString(),
                seq,
                row.getLong(of + "messages"),
                instant(row, of + "at"),
                sender.toString(),
                EntryRows.body(
                        row.getInt(of + "kind"),
                        row.getObject(of + "id", UUID.class),
                        row.getString(of + "text"),
                        row.getString(of + "data"),
                        row.getLong(of + "target"),
                        sender));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private record Said(String outcome, long xid) {}
}
