package chat.parley.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What lies between clients and a server, with its faults: it can break, refuse upgrades as proxies in offices do, and lose
 * the answers of long polling after the server has given them.
 */
final class Line implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;
    private static final String UPGRADE = "GET /v1/socket";
    private static final String POLL = "POST /v1/poll/";
    private static final byte[] REFUSAL = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final URI server;
    private final ServerSocket listener;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final AtomicInteger upgrades = new AtomicInteger();
    private final AtomicInteger toLose = new AtomicInteger();
    private volatile boolean refusesUpgrades;

    private Line(URI server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
        Thread.ofVirtual().start(this::accept);
    }

    static Line to(URI server) {
        try {
            return new Line(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a client takes for the server. */
    URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** From now on an upgrade is answered with a refusal, or passes again. */
    void refuseUpgrades(boolean refuse) {
        refusesUpgrades = refuse;
    }

    /** How many upgrades were asked for. */
    int upgrades() {
        return upgrades.get();
    }

    /** Loses the answers to the next so many requests of poll sessions: the connection breaks in their place. */
    void loseAnswers(int count) {
        toLose.set(count);
    }

    /** How many answers are still to be lost. */
    int stillToLose() {
        return toLose.get();
    }

    /** Breaks every connection that there is. */
    void cut() {
        calls.forEach(Call::end);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closing) {
                cut();
            }
        }
    }

    private void connect(Socket client) {
        try (Socket there = new Socket(server.getHost(), server.getPort())) {
            Call call = new Call(client, there);
            calls.add(call);
            Thread.ofVirtual().start(call::back);
            call.forth();
            calls.remove(call);
        } catch (IOException noServer) {
            Call.end(client);
        }
    }

    /** One connection, carried in both directions until either side ends it. */
    private final class Call {
        private final Socket client;
        private final Socket there;
        private volatile boolean losing;

        Call(Socket client, Socket there) {
            this.client = client;
            this.there = there;
        }

        void forth() {
            carry(client, there, this::passesForth);
        }

        void back() {
            carry(there, client, _ -> !losing);
        }

        void end() {
            end(client);
            end(there);
        }

        /** A request begins its chunk: clients send the next one only after the answer to the last. */
        private boolean passesForth(String chunk) throws IOException {
            if (chunk.startsWith(UPGRADE)) {
                upgrades.incrementAndGet();
                if (refusesUpgrades) {
                    client.getOutputStream().write(REFUSAL);
                    return false;
                }
            }
            if (chunk.startsWith(POLL) && toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                losing = true;
            }
            return true;
        }

        private void carry(Socket from, Socket to, Gate gate) {
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] chunk = new byte[CHUNK];
                for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                    if (!gate.passes(new String(chunk, 0, length, StandardCharsets.ISO_8859_1))) {
                        break;
                    }
                    out.write(chunk, 0, length);
                    out.flush();
                }
            } catch (IOException broken) {
                // the end of one side is the end of the other, below
            } finally {
                end();
            }
        }

        private static void end(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private interface Gate {
        boolean passes(String chunk) throws IOException;
    }
}
