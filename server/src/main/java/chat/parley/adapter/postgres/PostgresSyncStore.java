package chat.parley.adapter.postgres;

import chat.parley.core.conversation.People;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.sync.Cursor;
import chat.parley.core.sync.SyncStore;
import chat.parley.wire.ConversationState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client missed, found by transaction ids: heads, its own member rows and, where receipts are live, those of the
 * others, that were written at or after the cursor.
 *
 * <p>Two statements, in this order: the new cursor, then what moved and its states in one snapshot. The cursor is thus no
 * younger than the findings, and what commits between the two is found again next time rather than never.
 */
public final class PostgresSyncStore implements SyncStore {
    /** A cursor before which something this old was committed is too old to resume from. */
    public static final Duration CURSOR_LIFE = Duration.ofDays(30);

    private static final String HERE = """
            select store_incarnation() as incarnation, pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xmin,
                   (select e.at < now() - make_interval(secs => ?)
                    from entry e where e.xid >= ?::text::xid8 order by e.xid limit 1) as old""";

    private static final String MISSED = """
            with me as (select ?::bigint as account, ?::text::xid8 as since),
                 mine as (
                     select m.conversation, m.left_at is null as here, h.seq, h.messages, h.members,
                            h.xid >= me.since or m.xid >= me.since
                                or (receipts_live(c.kind, h.members) and exists (
                                    select from member o
                                    where o.conversation = m.conversation and o.left_at is null
                                      and o.xid >= me.since)) as moved
                     from me
                     join member m on m.account = me.account
                     join head h on h.conversation = m.conversation
                     join conversation c on c.id = m.conversation
                     where m.left_at is null or m.xid >= me.since),
                 judged as (
                     select mine.*,
                            me.since is null or count(*) filter (where here and moved) over () > ? as reset
                     from mine cross join me),
                 dated as (
                     select j.*, case when j.reset then (
                                select e.at from entry e
                                where e.conversation = j.conversation and e.seq = j.seq) end as at
                     from judged j),
                 wanted as (
                     select d.conversation, d.here, d.seq, d.messages, d.members, d.reset,
                            d.here and case when d.reset
                                then row_number() over (
                                    partition by d.here order by d.at desc nulls last, d.conversation desc) <= ?
                                else d.moved end as whole
                     from dated d)
            select w.conversation, w.here, w.seq as mine_head, w.messages as mine_messages, w.members as mine_members,
                   w.reset,""" + StateRows.COLUMNS + StateRows.FROM;

    private final Reads reads;
    private final People people;

    public PostgresSyncStore(ConnectionSource connections, People people) {
        this.reads = new Reads(connections);
        this.people = people;
    }

    @Override
    public List<ConversationId> memberships(UserId user) {
        return reads.list(
                "select conversation from member where account = ? and left_at is null",
                query -> query.setLong(1, user.value()),
                row -> new ConversationId(row.getLong("conversation")));
    }

    @Override
    public CatchUp catchUp(UserId user, Optional<Cursor> since, int most, int recent) {
        Here here = here(since);
        Optional<Cursor> good = since.filter(here::reaches);
        List<Missed> missed = reads.list(
                MISSED,
                query -> {
                    query.setLong(1, user.value());
                    if (good.isPresent()) {
                        query.setString(2, Long.toString(good.get().xid()));
                    } else {
                        query.setNull(2, Types.VARCHAR);
                    }
                    query.setInt(3, most);
                    query.setInt(4, recent);
                },
                PostgresSyncStore::missed);
        boolean reset = good.isEmpty() || missed.stream().anyMatch(Missed::reset);
        return told(user, here.cursor(), reset, missed);
    }

    private CatchUp told(UserId user, Cursor cursor, boolean reset, List<Missed> missed) {
        Map<ConversationId, Head> heads = new HashMap<>();
        List<ConversationState> changed = new ArrayList<>();
        List<ConversationId> gone = new ArrayList<>();
        for (Missed row : missed) {
            if (row.here()) {
                heads.put(row.conversation(), row.head());
                row.state().ifPresent(changed::add);
            } else if (!reset) {
                gone.add(row.conversation());
            }
        }
        return new CatchUp(cursor, reset, heads, changed, gone, people.profiles(named(user, changed)));
    }

    /** Everybody whom the states name, and the user. */
    private static Set<UserId> named(UserId user, List<ConversationState> states) {
        Set<UserId> named = new LinkedHashSet<>();
        named.add(user);
        for (ConversationState state : states) {
            if (state.peer() != null) {
                UserId.parse(state.peer().id()).ifPresent(named::add);
            }
            if (state.last() != null) {
                UserId.parse(state.last().from()).ifPresent(named::add);
            }
            state.marks().keySet().forEach(id -> UserId.parse(id).ifPresent(named::add));
        }
        return named;
    }

    private Here here(Optional<Cursor> since) {
        return reads.first(
                        HERE,
                        query -> {
                            query.setDouble(1, (double) CURSOR_LIFE.toSeconds());
                            query.setString(
                                    2, Long.toString(since.map(Cursor::xid).orElse(Long.MAX_VALUE)));
                        },
                        row -> new Here(
                                new Cursor(row.getString("incarnation"), row.getLong("xmin")), row.getBoolean("old")))
                .orElseThrow();
    }

    private static Missed missed(ResultSet row) throws SQLException {
        return new Missed(
                new ConversationId(row.getLong("conversation")),
                row.getBoolean("here"),
                new Head(row.getLong("mine_head"), row.getLong("mine_messages"), row.getInt("mine_members")),
                row.getBoolean("reset"),
                StateRows.read(row));
    }

    /** Where the store stands; {@code old}: what followed the client's cursor was committed too long ago. */
    private record Here(Cursor cursor, boolean old) {
        /** Whether a client can go on from {@code since}. */
        boolean reaches(Cursor since) {
            return !old && since.incarnation().equals(cursor.incarnation()) && since.xid() <= cursor.xid();
        }
    }

    private record Missed(
            ConversationId conversation, boolean here, Head head, boolean reset, Optional<ConversationState> state) {}
}
