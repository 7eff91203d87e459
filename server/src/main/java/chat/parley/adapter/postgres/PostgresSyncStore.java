package chat.parley.adapter.postgres;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import chat.parley.core.bus.OwnThing;
import chat.parley.core.conversation.People;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.sync.Cursor;
import chat.parley.core.sync.SyncStore;
import chat.parley.wire.ConversationState;
import chat.parley.wire.Profile;
import chat.parley.wire.ThreadState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What clients missed, found by transaction ids: heads, their own member rows and, where receipts are live, those of the
 * others, that were written at or after the cursor.
 *
 * <p>Three statements for all who ask together, in this order: the new cursor, the threads of which something moved, then the
 * conversations that moved and their states in one snapshot. The cursor is thus no younger than the findings, and what commits
 * between them is found again next time rather than never. A fourth one reads what else of their own moved,
 * a fifth the profiles that the states name.
 */
public final class PostgresSyncStore implements SyncStore {
    /** A cursor before which something this old was committed is too old to resume from. */
    public static final Duration CURSOR_LIFE = Duration.ofDays(30);

    private static final String MEMBERSHIPS =
            "select account, conversation from member where account = any (?) and left_at is null";

    private static final String MEMBERSHIP = """
            with wanted as (select ?::bigint as account, ?::bigint as conversation, true as whole)
            select m.joined,""" + StateRows.COLUMNS + StateRows.FROM + " where m.account is not null";

    /** {@code old}: which of these cursors are followed by something that was committed too long ago. */
    private static final String HERE = """
            select store_incarnation() as incarnation, pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xmin,
                   array(select s.xid from unnest(?::bigint[]) s (xid)
                         where (select e.at < now() - make_interval(secs => ?)
                                from entry e where e.xid >= s.xid::text::xid8 order by e.xid limit 1)) as old""";

    /** {@code me.n} tells who asks, since a user may ask twice; {@code me.since} is null for whoever is to be reset. */
    private static final String THREAD =
            "with wanted as (select ?::bigint as account, ?::bigint as conversation, ?::bigint as thread)" + " select"
                    + ThreadRows.COLUMNS + ThreadRows.FROM;

    /** Rows of an earlier membership are told of to whoever has come back: they say nothing any more. */
    private static final String THREADS = """
            with me as (
                     select n::int, account, since::text::xid8 as since
                     from unnest(?::bigint[], ?::bigint[]) with ordinality u (account, since, n)
                     where since is not null),
                 moved as (
                     select me.n, f.account, f.conversation, f.thread
                     from me join follow f on f.account = me.account and f.xid >= me.since
                     union
                     select me.n, f.account, f.conversation, f.thread
                     from me
                     join member m on m.account = me.account and m.xid >= me.since and m.left_at is null
                     join follow f on f.conversation = m.conversation and f.account = m.account and f.following
                                  and f.read < m.joined),
                 wanted as (
                     select c.*
                     from (select v.*, row_number() over (partition by v.n) as place from moved v) c
                     where c.place <= ?)
            select w.n,""" + ThreadRows.COLUMNS + ThreadRows.FROM + " order by w.n, w.place";

    private static final String MISSED = """
            with me as (
                     select n::int, account, since::text::xid8 as since
                     from unnest(?::bigint[], ?::bigint[]) with ordinality u (account, since, n)),
                 mine as (
                     select me.n, me.account, me.since, m.conversation, m.left_at is null as here, h.seq, h.messages, h.members,
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
                            mine.since is null
                                or count(*) filter (where here and moved) over (partition by mine.n) > ? as reset
                     from mine),
                 dated as (
                     select j.*, case when j.reset then (
                                select e.at from entry e
                                where e.conversation = j.conversation and e.seq = j.seq) end as at
                     from judged j),
                 placed as (
                     select d.*, row_number() over (
                                partition by d.n, d.here order by d.at desc nulls last, d.conversation desc) as place
                     from dated d),
                 wanted as (
                     select p.n, p.account, p.conversation, p.here, p.seq, p.messages, p.members, p.reset, p.place,
                            p.here and case when p.reset then p.place <= ? else p.moved end as whole
                     from placed p)
            select w.n, w.here, w.conversation, w.seq as mine_head, w.messages as mine_messages, w.members as mine_members,
                   w.reset,""" + StateRows.COLUMNS + StateRows.FROM + """
             order by w.n, w.place""";

    /** By who asks, as in {@link #MISSED}. */
    private static final String OWN = """
            select me.n::int as n, o.thing
            from unnest(?::bigint[], ?::bigint[]) with ordinality me (account, since, n)
            join own_move o on o.account = me.account and o.xid >= me.since::text::xid8
            order by o.thing""";

    private final Reads reads;
    private final People people;

    public PostgresSyncStore(ConnectionSource connections, People people) {
        this.reads = new Reads(connections);
        this.people = people;
    }

    @Override
    public Map<UserId, List<ConversationId>> memberships(Collection<UserId> users) {
        return reads
                .list(
                        MEMBERSHIPS,
                        query -> Reads.setIds(query, 1, users, UserId::value),
                        row -> Map.entry(
                                new UserId(row.getLong("account")), new ConversationId(row.getLong("conversation"))))
                .stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    }

    @Override
    public List<CatchUp> catchUp(List<Returning> returning, int most, int recent) {
        Here here = here(returning);
        List<Optional<Cursor>> known = returning.stream()
                .map(each -> each.since().filter(here::reaches))
                .toList();
        Map<Integer, List<ThreadState>> threads = threads(returning, known, most);
        List<Optional<Cursor>> since = new ArrayList<>();
        for (int n = 0; n < returning.size(); n++) {
            boolean few = threads.getOrDefault(n + 1, List.of()).size() <= most;
            since.add(known.get(n).filter(cursor -> few));
        }
        Map<Integer, List<Missed>> missed = missed(returning, since, most, recent);
        Map<Integer, List<OwnThing>> own = own(returning, since);
        List<CatchUp> found = new ArrayList<>();
        for (int n = 0; n < returning.size(); n++) {
            List<Missed> rows = missed.getOrDefault(n + 1, List.of());
            boolean reset = since.get(n).isEmpty() || rows.stream().anyMatch(Missed::reset);
            List<ThreadState> moved = reset ? List.of() : threads.getOrDefault(n + 1, List.of());
            List<OwnThing> things = reset ? List.of() : own.getOrDefault(n + 1, List.of());
            found.add(told(returning.get(n).user(), here.cursor(), reset, rows, moved, things));
        }
        return introduced(found);
    }

    @Override
    public Optional<Membership> membership(UserId user, ConversationId conversation) {
        return reads.first(
                MEMBERSHIP,
                query -> {
                    query.setLong(1, user.value());
                    query.setLong(2, conversation.value());
                },
                row -> new Membership(StateRows.read(row).orElseThrow(), row.getLong("joined")));
    }

    @Override
    public Optional<ThreadState> thread(UserId user, ConversationId conversation, long thread) {
        return reads.first(
                THREAD,
                query -> {
                    query.setLong(1, user.value());
                    query.setLong(2, conversation.value());
                    query.setLong(3, thread);
                },
                ThreadRows::read);
    }

    /** By their number among those who ask; one more than {@code most} where there are too many. */
    private Map<Integer, List<ThreadState>> threads(List<Returning> returning, List<Optional<Cursor>> since, int most) {
        if (since.stream().allMatch(Optional::isEmpty)) {
            return Map.of();
        }
        return reads
                .list(
                        THREADS,
                        query -> {
                            setAsking(query, returning, since);
                            query.setInt(3, most + 1);
                        },
                        row -> Map.entry(row.getInt("n"), ThreadRows.read(row)))
                .stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    }

    private static void setAsking(PreparedStatement query, List<Returning> returning, List<Optional<Cursor>> since)
            throws SQLException {
        Reads.setIds(query, 1, returning, each -> each.user().value());
        setNumbers(query, 2, since.stream().map(good -> good.map(Cursor::xid).orElse(null)));
    }

    private Map<Integer, List<Missed>> missed(
            List<Returning> returning, List<Optional<Cursor>> since, int most, int recent) {
        return reads
                .list(
                        MISSED,
                        query -> {
                            setAsking(query, returning, since);
                            query.setInt(3, most);
                            query.setInt(4, recent);
                        },
                        PostgresSyncStore::missed)
                .stream()
                .collect(groupingBy(Missed::asker));
    }

    private Map<Integer, List<OwnThing>> own(List<Returning> returning, List<Optional<Cursor>> since) {
        return reads
                .list(
                        OWN,
                        query -> {
                            Reads.setIds(
                                    query, 1, returning, each -> each.user().value());
                            setNumbers(
                                    query,
                                    2,
                                    since.stream()
                                            .map(good -> good.map(Cursor::xid).orElse(null)));
                        },
                        row -> Map.entry(row.getInt("n"), StoredNames.ownThing(row.getInt("thing"))))
                .stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    }

    private static CatchUp told(
            UserId user,
            Cursor cursor,
            boolean reset,
            List<Missed> missed,
            List<ThreadState> threads,
            List<OwnThing> own) {
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
        return new CatchUp(user, cursor, reset, heads, changed, gone, List.of(), threads, own);
    }

    /** The same with the profiles of everybody who is named, read at once. */
    private List<CatchUp> introduced(List<CatchUp> found) {
        List<Set<String>> named = found.stream()
                .map(each -> CatchUp.named(each.user(), each.changed()))
                .toList();
        Set<UserId> all = new LinkedHashSet<>();
        named.forEach(ids -> ids.forEach(id -> UserId.parse(id).ifPresent(all::add)));
        Map<String, Profile> profiles =
                people.profiles(all).stream().collect(Collectors.toMap(Profile::id, Function.identity()));
        List<CatchUp> introduced = new ArrayList<>();
        for (int n = 0; n < found.size(); n++) {
            introduced.add(withUsers(found.get(n), known(named.get(n), profiles)));
        }
        return introduced;
    }

    /** By id, so that the same welcome reads the same. */
    private static List<Profile> known(Set<String> ids, Map<String, Profile> profiles) {
        return ids.stream().sorted().map(profiles::get).filter(Objects::nonNull).toList();
    }

    private static CatchUp withUsers(CatchUp found, List<Profile> users) {
        return new CatchUp(
                found.user(),
                found.cursor(),
                found.reset(),
                found.heads(),
                found.changed(),
                found.gone(),
                users,
                found.threads(),
                found.own());
    }

    private Here here(List<Returning> returning) {
        Set<Long> cursors = returning.stream()
                .flatMap(each -> each.since().stream())
                .map(Cursor::xid)
                .collect(Collectors.toSet());
        return reads.first(
                        HERE,
                        query -> {
                            Reads.setIds(query, 1, cursors, Long::longValue);
                            query.setDouble(2, (double) CURSOR_LIFE.toSeconds());
                        },
                        row -> new Here(new Cursor(row.getString("incarnation"), row.getLong("xmin")), Set.of((Long[])
                                row.getArray("old").getArray())))
                .orElseThrow();
    }

    private static void setNumbers(PreparedStatement query, int index, Stream<@Nullable Long> numbers)
            throws SQLException {
        query.setArray(index, query.getConnection().createArrayOf("bigint", numbers.toArray()));
    }

    private static Missed missed(ResultSet row) throws SQLException {
        return new Missed(
                row.getInt("n"),
                new ConversationId(row.getLong("conversation")),
                row.getBoolean("here"),
                new Head(row.getLong("mine_head"), row.getLong("mine_messages"), row.getInt("mine_members")),
                row.getBoolean("reset"),
                StateRows.read(row));
    }

    /** Where the store stands; {@code old}: what followed these cursors was committed too long ago. */
    private record Here(Cursor cursor, Set<Long> old) {
        /** Whether a client can go on from {@code since}. */
        boolean reaches(Cursor since) {
            return !old.contains(since.xid())
                    && since.incarnation().equals(cursor.incarnation())
                    && since.xid() <= cursor.xid();
        }
    }

    private record Missed(
            int asker,
            ConversationId conversation,
            boolean here,
            Head head,
            boolean reset,
            Optional<ConversationState> state) {}
}
