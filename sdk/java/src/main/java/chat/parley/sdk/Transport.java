package chat.parley.sdk;

/** Opens sockets. A port, so that the client's behaviour can be tried without one. */
interface Transport {
    /**
     * Starts to open one and returns at once. Its events come from any thread but one at a time and in order: {@code
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

    /** One open socket. Any thread may call it; calls keep their order. */
    interface Link {
        /** Never blocks; what cannot be written is followed by {@link Events#closed}. */
        void send(byte[] frame);

        /** The last text is dealt with. */
        void more();

        /** Says goodbye, and ends. */
        void close();

        /** Ends without a word. */
        void abort();
    }
}
