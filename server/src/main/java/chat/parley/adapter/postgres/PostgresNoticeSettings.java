package chat.parley.adapter.postgres;

import chat.parley.core.bus.Bus;
import chat.parley.core.bus.OwnThing;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.notice.NoticeChoice;
import chat.parley.core.notice.NoticeRule;
import chat.parley.core.notice.NoticeSettings;
import chat.parley.core.notice.Preferences;
import chat.parley.core.notice.QuietHours;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What is chosen for a conversation is in the member's row, where its state is read anyway; the rest in a row a user. */
public final class PostgresNoticeSettings implements NoticeSettings {
    /** No row for one who is no member; no {@code xid} where it was so already. */
    private static final String CHOOSE = """
            with wish as (select ?::bigint as conversation, ?::bigint as account, ?::smallint as notify, ?::boolean as muted,
                                 ?::timestamptz as muted_until),
                 here as (
                     select m.conversation, m.account,
                            (m.notify, m.muted, m.muted_until) is distinct from (w.notify, w.muted, w.muted_until) as other
                     from wish w
                     join member m on m.conversation = w.conversation and m.account = w.account and m.left_at is null
                     for update of m),
                 changed as (
                     update member m
                     set notify = w.notify, muted = w.muted, muted_until = w.muted_until, xid = pg_current_xact_id()
                     from wish w
                     join here on here.other
                     where m.conversation = here.conversation and m.account = here.account
                     returning m.conversation, m.account),
                 noted as (
                     insert into state_move (conversation, account) select conversation, account from changed
                     on conflict (conversation, account) do update set xid = excluded.xid
                     returning xid)
            select (select xid::text::bigint from noted) as xid from here""";

    private static final String PREFERENCES = """
            select direct, groups, channel, quiet_days, quiet_from, quiet_to, quiet_zone
            from notice_preference where account = ?""";

    private static final String PREFER = """
            insert into notice_preference
                (account, direct, groups, channel, quiet_days, quiet_from, quiet_to, quiet_zone)
            select id, ?, ?, ?, ?, ?, ?, ? from account where id = ? and deleted_at is null for share
            on conflict (account) do update
            set direct = excluded.direct, groups = excluded.groups, channel = excluded.channel,
                quiet_days = excluded.quiet_days, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
                quiet_zone = excluded.quiet_zone
            where (notice_preference.*) is distinct from (excluded.*)""";

    private static final int MINUTES = 60;

    private final Reads reads;
    private final Transactions transactions;
    private final OwnMoves moves;
    private final Bus bus;

    public PostgresNoticeSettings(ConnectionSource connections, Bus bus) {
        this.reads = new Reads(connections);
        this.transactions = new Transactions(connections);
        this.moves = new OwnMoves(connections, bus, OwnThing.NOTIFICATIONS);
        this.bus = bus;
    }

    @Override
    public boolean choose(ConversationId conversation, UserId user, NoticeChoice choice) {
        record Chosen(boolean member, Optional<Long> xid) {}
        Chosen chosen = transactions.statement(connection -> {
            try (PreparedStatement update = connection.prepareStatement(CHOOSE)) {
                update.setLong(1, conversation.value());
                update.setLong(2, user.value());
                setRule(update, 3, choice);
                update.setBoolean(4, choice.muted());
                Instant until = choice.until();
                update.setObject(5, until == null ? null : until.atOffset(ZoneOffset.UTC));
                try (ResultSet row = update.executeQuery()) {
                    if (!row.next()) {
                        return new Chosen(false, Optional.empty());
                    }
                    long xid = row.getLong("xid");
                    return new Chosen(true, row.wasNull() ? Optional.empty() : Optional.of(xid));
                }
            }
        });
        chosen.xid().ifPresent(xid -> bus.publish(new Signal.OwnStateChanged(conversation, user, null, xid)));
        return chosen.member();
    }

    @Override
    public Preferences preferences(UserId user) {
        return reads.first(PREFERENCES, query -> query.setLong(1, user.value()), PostgresNoticeSettings::preferences)
                .orElse(Preferences.DEFAULT);
    }

    @Override
    public void prefer(UserId user, Preferences preferences) {
        moves.change(user, connection -> {
            try (PreparedStatement upsert = connection.prepareStatement(PREFER)) {
                upsert.setInt(1, StoredNames.number(preferences.direct()));
                upsert.setInt(2, StoredNames.number(preferences.group()));
                upsert.setInt(3, StoredNames.number(preferences.channel()));
                setQuiet(upsert, 4, preferences.quiet());
                upsert.setLong(8, user.value());
                boolean changed = upsert.executeUpdate() > 0;
                return new OwnMoves.Done<>(changed, changed);
            }
        });
    }

    private static void setRule(PreparedStatement statement, int index, NoticeChoice choice) throws SQLException {
        NoticeRule rule = choice.rule();
        if (rule == null) {
            statement.setNull(index, Types.SMALLINT);
        } else {
            statement.setInt(index, StoredNames.number(rule));
        }
    }

    private static void setQuiet(PreparedStatement statement, int index, Optional<QuietHours> quiet)
            throws SQLException {
        statement.setObject(index, quiet.map(hours -> bits(hours.days())).orElse(null), Types.SMALLINT);
        statement.setObject(index + 1, quiet.map(hours -> minutes(hours.from())).orElse(null), Types.SMALLINT);
        statement.setObject(index + 2, quiet.map(hours -> minutes(hours.to())).orElse(null), Types.SMALLINT);
        statement.setString(index + 3, quiet.map(hours -> hours.zone().getId()).orElse(null));
    }

    private static Preferences preferences(ResultSet row) throws SQLException {
        int days = row.getInt("quiet_days");
        Optional<QuietHours> quiet = row.wasNull()
                ? Optional.empty()
                : Optional.of(new QuietHours(
                        days(days),
                        time(row.getInt("quiet_from")),
                        time(row.getInt("quiet_to")),
                        ZoneId.of(row.getString("quiet_zone"))));
        return new Preferences(
                StoredNames.noticeRule(row.getInt("direct")),
                StoredNames.noticeRule(row.getInt("groups")),
                StoredNames.noticeRule(row.getInt("channel")),
                quiet);
    }

    /** Monday is the lowest bit. */
    private static int bits(Set<DayOfWeek> days) {
        return days.stream().mapToInt(PostgresNoticeSettings::bit).sum();
    }

    private static int bit(DayOfWeek day) {
        return 1 << (day.getValue() - 1);
    }

    private static Set<DayOfWeek> days(int bits) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            if ((bits & bit(day)) != 0) {
                days.add(day);
            }
        }
        return days;
    }

    private static int minutes(LocalTime time) {
        return time.getHour() * MINUTES + time.getMinute();
    }

    private static LocalTime time(int minutes) {
        return LocalTime.of(minutes / MINUTES, minutes % MINUTES);
    }
}
