package chat.parley.sdk;

import java.net.URI;
import java.time.Duration;

/**
 * What a {@link ParleyClient} is told beside who it speaks for.
 *
 * @param server where the server is: {@code http://host:port} or {@code https://…}
 * @param name the program, as the server sees it in {@code hello}
 * @param version the program's version
 * @param maxPending how many messages may wait to be acknowledged; one more is refused
 * @param maxGap how many entries of one conversation are fetched to close a gap; a wider one is skipped and told
 * @param maxBackoff the longest pause between two attempts to connect, the server's wish aside
 * @param climbAfter how long a client that fell back to long polling waits before it tries a socket again; doubles with
 *     each try that fails, up to 10 minutes
 */
public record ClientOptions(
        URI server, String name, String version, int maxPending, int maxGap, Duration maxBackoff, Duration climbAfter) {

    /** The defaults: 1,000 pending messages, gaps of 500 entries, pauses of up to 30 s, a socket tried after 30 s. */
    public static ClientOptions of(URI server) {
        return new ClientOptions(
                server, "parley-java", "1.0", 1_000, 500, Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    /** The same under the name and version of the program. */
    public ClientOptions named(String program, String itsVersion) {
        return new ClientOptions(server, program, itsVersion, maxPending, maxGap, maxBackoff, climbAfter);
    }

    /** The same with another bound on gaps. */
    public ClientOptions withMaxGap(int entries) {
        return new ClientOptions(server, name, version, maxPending, entries, maxBackoff, climbAfter);
    }

    /** The same with another longest pause between attempts. */
    public ClientOptions withMaxBackoff(Duration longest) {
        return new ClientOptions(server, name, version, maxPending, maxGap, longest, climbAfter);
    }

    /** The same with another pause before a socket is tried again. */
    public ClientOptions withClimbAfter(Duration pause) {
        return new ClientOptions(server, name, version, maxPending, maxGap, maxBackoff, pause);
    }
}
