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
 */
public record ClientOptions(URI server, String name, String version, int maxPending, int maxGap, Duration maxBackoff) {

    /** The defaults: 1,000 pending messages, gaps of 500 entries, pauses of up to 30 s. */
    public static ClientOptions of(URI server) {
        return new ClientOptions(server, "parley-java", "1.0", 1_000, 500, Duration.ofSeconds(30));
    }

    /** The same with another bound on gaps. */
    public ClientOptions withMaxGap(int entries) {
        return new ClientOptions(server, name, version, maxPending, entries, maxBackoff);
    }

    /** The same with another longest pause between attempts. */
    public ClientOptions withMaxBackoff(Duration longest) {
        return new ClientOptions(server, name, version, maxPending, maxGap, longest);
    }
}
