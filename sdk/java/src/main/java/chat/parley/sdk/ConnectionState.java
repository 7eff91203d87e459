package chat.parley.sdk;

import java.time.Duration;

/** How the live connection stands. */
public sealed interface ConnectionState {
    /** On the way: a token, a socket, the {@code welcome}. */
    record Connecting() implements ConnectionState {}

    /** Welcomed; entries arrive as they are committed. */
    record Live(Via via) implements ConnectionState {}

    /** What carries the frames. */
    enum Via {
        SOCKET,
        /** Where no socket can pass; the client goes on trying to climb back. */
        LONG_POLLING
    }

    /** Without a connection; the next attempt starts after {@code pause}. */
    record Waiting(Duration pause) implements ConnectionState {}

    /** Over, and it will not come back by itself; {@code detail} is for the developer. */
    record Stopped(Reason reason, String detail) implements ConnectionState {}

    /** Why a client stopped. */
    enum Reason {
        /** By {@link ParleyClient#close}. */
        CLOSED,
        /** The session is over: only signing in again helps. */
        SIGNED_OUT,
        /** The user has too many connections, and this was the oldest: coming back would throw out another. */
        SUPERSEDED,
        /** The server does not serve this client, and would not the next time. */
        REFUSED
    }
}
