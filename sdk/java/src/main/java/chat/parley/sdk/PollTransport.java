package chat.parley.sdk;

/** Long polling (protocol section 3): each link is a session of requests, for where no socket can pass. */
final class PollTransport implements Transport {
    private final HttpCalls calls;
    private final Loop loop;

    PollTransport(HttpCalls calls, Loop loop) {
        this.calls = calls;
        this.loop = loop;
    }

    @Override
    public void open(Events events) {
        events.opened(new PollLink(calls, loop, events));
    }
}
