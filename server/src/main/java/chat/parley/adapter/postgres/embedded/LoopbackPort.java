package chat.parley.adapter.postgres.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * A free TCP port below those that the system hands out to outgoing connections. One of these could be taken while the
 * database restarts; worse, a client that keeps asking for its own ephemeral range's port on the loopback interface
 * ends up connected to itself (TCP's simultaneous open), and holds the port for good.
 */
final class LoopbackPort {
    static final int LOWEST = 15_000;
    private static final int DEFAULT_EPHEMERAL = 32_768;
    private static final int ATTEMPTS = 100;
    private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    private LoopbackPort() {}

    static int free() {
        int below = Math.max(LOWEST + ATTEMPTS, firstEphemeral());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, below);
            if (isFree(port)) {
                return port;
            }
        }
        throw new EmbeddedPostgresException("No free TCP port for the database was found between " + LOWEST + " and "
                + below + " on 127.0.0.1. Name a free one in its configuration.");
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    static int firstEphemeral() {
        try {
            List<String> range = Pattern.compile("\\s+")
                    .splitAsStream(Files.readString(RANGE).strip())
                    .toList();
            return Integer.parseInt(range.getFirst());
        } catch (IOException notLinux) {
            return DEFAULT_EPHEMERAL;
        }
    }
}
