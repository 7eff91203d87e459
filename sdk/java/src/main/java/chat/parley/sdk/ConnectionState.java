package chat.parley.sdk;

import java.time.Duration;

/** How the live connection stands. */
public sealed interface ConnectionState {
    /** On the way: a token, a socket, the {@code welcome}. */
    record Connecting() implements ConnectionState {}

    /** Welcomed; entries arrive as they are committed. */
    record Live() implements ConnectionState {}

    /** Without a connection; the next attempt starts after {@code pause}. */
    record Waiting(Duration pause) implements ConnectionState {}

    /** Closed, and it will not come back by itself. */
    record Stopped(String reason) implements ConnectionState {}
}
