package chat.parley.bench.client;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** The generator's threads. */
public final class Loops implements AutoCloseable {
    private static final int SECONDS_TO_END = 10;

    private final MultiThreadIoEventLoopGroup group;
    private final List<Loop> all = new ArrayList<>();

    /**
     * @param server {@code http://HOST:PORT}
     * @param threads few: they take the processor from the server
     * @param textBytes the length of the messages that are sent
     */
    public Loops(URI server, int threads, int textBytes) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends SocketChannel> channels = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        group = new MultiThreadIoEventLoopGroup(threads, handlers);
        for (int i = 0; i < threads; i++) {
            EventLoop executor = group.next();
            all.add(new Loop(executor, channels, server, textBytes));
        }
    }

    public List<Loop> all() {
        return all;
    }

    /** The loop of the n-th socket. */
    public Loop of(int number) {
        return all.get(number % all.size());
    }

    /** Runs on every loop, and returns when it has. */
    public void onEach(Consumer<Loop> task) {
        ask(loop -> {
            task.accept(loop);
            return true;
        });
    }

    /** Asks every loop, on its own thread. */
    public <T> List<T> ask(Function<Loop, T> question) {
        List<T> answers = new ArrayList<>();
        CountDownLatch open = new CountDownLatch(all.size());
        for (Loop loop : all) {
            loop.execute(() -> {
                try {
                    T answer = question.apply(loop);
                    synchronized (answers) {
                        answers.add(answer);
                    }
                } finally {
                    open.countDown();
                }
            });
        }
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the generator worked", e);
        }
        synchronized (answers) {
            if (answers.size() < all.size()) {
                throw new IllegalStateException("a thread of the generator failed");
            }
            return List.copyOf(answers);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, SECONDS_TO_END, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
