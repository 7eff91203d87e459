package chat.parley.adapter.postgres;

import chat.parley.core.bus.Bus;
import chat.parley.core.bus.OwnThing;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Changes of what users have of their own: each is noted for the tail of the log in its transaction, and announced after it. */
final class OwnMoves {
    private static final String NOTE = """
            insert into own_move (account, thing) values (?, ?)
            on conflict (account, thing) do update set xid = excluded.xid
            returning xid::text::bigint""";

    private final Transactions transactions;
    private final Bus bus;
    private final OwnThing thing;

    OwnMoves(ConnectionSource connections, Bus bus, OwnThing thing) {
        this.transactions = new Transactions(connections);
        this.bus = bus;
        this.thing = thing;
    }

    /** What a change came to: {@code moved} where there is something to tell the user's devices. */
    record Done<T>(T value, boolean moved) {}

    /** What a change of several users' came to, and whose devices are to be told. */
    record DoneFor<T>(T value, Collection<UserId> moved) {}

    /** One transaction. */
    <T> T change(UserId user, Transactions.Work<Done<T>> work) {
        return changeFor(connection -> {
            Done<T> done = work.run(connection);
            return new DoneFor<>(done.value(), done.moved() ? List.of(user) : List.of());
        });
    }

    /** As {@link #change}, for whomever it turns out to concern. */
    <T> T changeFor(Transactions.Work<DoneFor<T>> work) {
        record Noted<T>(T value, List<Signal> signals) {}
        Noted<T> noted = transactions.run(connection -> {
            DoneFor<T> done = work.run(connection);
            List<Signal> signals = new ArrayList<>();
            // In one order, so that two that concern the same users do not wait for each other.
            for (UserId user : new TreeSet<>(done.moved())) {
                signals.add(new Signal.OwnThingChanged(user, thing, note(connection, user)));
            }
            return new Noted<>(done.value(), signals);
        });
        noted.signals().forEach(bus::publish);
        return noted.value();
    }

    private long note(Connection connection, UserId user) throws SQLException {
        try (PreparedStatement note = connection.prepareStatement(NOTE)) {
            note.setLong(1, user.value());
            note.setInt(2, StoredNames.number(thing));
            try (ResultSet row = note.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
