package chat.parley.bench.floor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.parley.bench.Step;
import chat.parley.bench.client.Loops;
import chat.parley.bench.client.Op;
import chat.parley.bench.client.Pause;
import chat.parley.bench.client.SocketClient;
import chat.parley.bench.scenario.Rounds;
import chat.parley.bench.server.BenchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One pre-encoded frame to as many bare-Netty sockets, with the client that measures Parley. */
public final class FanOutFloor implements AutoCloseable {
    private static final int AT_ONCE = 250;
    private static final long CONNECT_SECONDS = 60;

    private final int sockets;
    private final Process server;
    private final Loops loops;
    private final AtomicInteger open = new AtomicInteger();
    private @Nullable volatile SocketClient speaker;
    private volatile Rounds rounds = new Rounds(0, () -> {});

    /** Starts the bare server and connects. */
    public FanOutFloor(int sockets, int threads) {
        this.sockets = sockets;
        this.server = launch();
        this.loops = new Loops(address(server), threads, 0);
        for (int i = 0; i < sockets; i++) {
            loops.of(i).open(new Listener());
            if (i % AT_ONCE == AT_ONCE - 1) {
                awaitOpen(i + 1);
            }
        }
        awaitOpen(sockets);
    }

    /** @param frames written to each socket before one flush */
    public Step measure(String name, int frames, int warmSeconds, int seconds) {
        byte[] order = Integer.toString(frames).getBytes(US_ASCII);
        rounds = new Rounds((long) sockets * frames, () -> {
            SocketClient one = speaker;
            if (one == null) {
                throw new BenchFailure("The bare server has closed a connection.");
            }
            one.loop().execute(() -> one.send(order));
        });
        return rounds.run(name, warmSeconds, seconds);
    }

    private static Process launch() {
        try {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseG1GC",
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-cp",
                            System.getProperty("java.class.path"),
                            BareServer.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI address(Process server) {
        try {
            String line = server.inputReader().readLine();
            if (line == null) {
                throw new BenchFailure("The bare server did not start.");
            }
            return URI.create(line.substring(line.indexOf(' ') + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitOpen(int count) {
        long end = System.nanoTime() + CONNECT_SECONDS * 1_000_000_000;
        while (open.get() < count) {
            if (System.nanoTime() > end) {
                throw new BenchFailure("Only %,d of %,d sockets are open.".formatted(open.get(), count));
            }
            Pause.millis(2);
        }
    }

    @Override
    public void close() {
        loops.close();
        server.destroy();
    }

    private final class Listener implements SocketClient.Listener {
        @Override
        public void opened(SocketClient socket) {
            speaker = socket;
            open.incrementAndGet();
        }

        @Override
        public void frame(SocketClient socket, Op op, byte[] json, int length) {
            rounds.delivered();
        }

        @Override
        public void closed(@Nullable SocketClient socket, int code) {
            speaker = null;
        }
    }
}
