package chat.parley.bench.floor;

import chat.parley.bench.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * What one write of an entry's size to a socket of this machine costs its thread: the unit of all that the gateway does. To
 * many sockets in turn: what is written to one that has not been read is only appended, and tells nothing.
 */
public final class SendFloor {
    private static final int SOCKETS = 200;
    private static final int BYTES = 300;
    private static final int PLENTY = 1 << 16;

    private SendFloor() {}

    public static Step measure(int seconds) {
        List<SocketChannel> channels = new ArrayList<>();
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Selector selector = Selector.open()) {
            List<SocketChannel> writers = new ArrayList<>();
            for (int i = 0; i < SOCKETS; i++) {
                SocketChannel writer = SocketChannel.open(server.getLocalAddress());
                channels.add(writer);
                SocketChannel reader = server.accept();
                channels.add(reader);
                writer.setOption(StandardSocketOptions.TCP_NODELAY, true);
                writers.add(writer);
                reader.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            }
            Thread.ofPlatform().daemon().start(() -> drain(selector));
            return write(writers, seconds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            channels.forEach(SendFloor::close);
        }
    }

    private static Step write(List<SocketChannel> writers, int seconds) throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ByteBuffer frame = ByteBuffer.allocateDirect(BYTES);
        long start = System.nanoTime();
        long cpu = threads.getCurrentThreadCpuTime();
        long writes = 0;
        while (System.nanoTime() - start < seconds * 1_000_000_000L) {
            for (SocketChannel writer : writers) {
                frame.clear();
                writer.write(frame);
                writes++;
            }
        }
        double microseconds = (threads.getCurrentThreadCpuTime() - cpu) / 1_000.0;
        return Step.of("one send of %d bytes".formatted(BYTES))
                .with("CPU microseconds a send", microseconds / writes)
                .with("sends/s", writes / (double) seconds);
    }

    /** Until the selector is closed. */
    private static void drain(Selector selector) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(PLENTY);
        try {
            while (selector.isOpen()) {
                selector.select();
                for (SelectionKey ready : selector.selectedKeys()) {
                    ((SocketChannel) ready.channel()).read(buffer.clear());
                }
                selector.selectedKeys().clear();
            }
        } catch (ClosedSelectorException measured) {
            // the end of the measurement
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
