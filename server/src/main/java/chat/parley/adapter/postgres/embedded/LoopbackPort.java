package chat.parley.adapter.postgres.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A free TCP port below those that the system hands out to outgoing connections. One of these could be taken while the
 * database restarts; worse, a client that keeps asking for a port of that range on the loopback interface can end up
 * connected to itself (TCP's simultaneous open), and then holds the port. Where a system hands out nearly all ports,
 * nothing lies below, and the usual range has to do: the restart then waits for the port.
 */
final class LoopbackPort {
    static final int LOWEST = 15_000;

    /** Linux's usual first port for outgoing connections. */
    static final int USUAL_END = 32_768;

    private static final int FEWEST = 1_000;
    private static final int ATTEMPTS = 100;
    static final Path OUTGOING = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    private LoopbackPort() {}

    static int free() {
        int end = end(firstOutgoing());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, end);
            if (isFree(port)) {
                return port;
            }
        }
        throw new EmbeddedPostgresException("No free TCP port for the database was found between " + LOWEST + " and "
                + end + " on 127.0.0.1. Name a free one in its configuration.");
    }

    /** Where to stop looking, given the first port for outgoing connections. */
    static int end(int firstOutgoing) {
        return firstOutgoing < LOWEST + FEWEST ? USUAL_END : firstOutgoing;
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    static int firstOutgoing() {
        try {
            // Not readString: from a file of /proc/sys, whose size is 0, it gets the first character only.
            String range = Files.readAllLines(OUTGOING).getFirst();
            return Integer.parseInt(range.substring(0, range.indexOf('\t')));
        } catch (IOException notLinux) {
            return USUAL_END;
        }
    }
}
