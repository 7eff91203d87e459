package chat.parley.sdk;

import java.util.concurrent.CompletableFuture;

/** Opens connections: sockets, or what does in their place. */
interface Transport {
    /**
     * Starts to open one, on the loop, and returns at once. Its events come from any thread but one at a time and in order: {@code
     * opened} first, {@code closed} last and exactly once, the second alone where opening failed. After each {@code text}
     * nothing follows until {@link Link#more}.
     */
    void open(Events events);

    interface Events {
        void opened(Link link);

        void text(byte[] frame);

        /** A ping or pong: the other side lives. */
        void heard();

        void closed(int code);
    }

    /** One open connection. Called on the loop; calls keep their order. */
    interface Link {
        ConnectionState.Via via();

        /** Never blocks; what cannot be written is followed by {@link Events#closed}. */
        void send(byte[] frame);

        /** The last text is dealt with. */
        void more();

        /** Says goodbye, and ends. Completes, never with a failure, once the goodbye is said or cannot be. */
        CompletableFuture<?> close();

        /** Ends without a word. */
        void abort();
    }
}
