package chat.parley.sdk;

import chat.parley.wire.ClientFrame;
import chat.parley.wire.ConversationState;
import chat.parley.wire.Entry;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.FrameWriter;
import chat.parley.wire.Profile;
import chat.parley.wire.ServerFrame;
import chat.parley.wire.ThreadState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said over a connection once it is welcomed, and what outlives it: the outbox, the place in every conversation,
 * the markers on their way. Everything but the fetching runs on the loop.
 */
final class LiveSession implements SyncEngine.Sink {
    /** Fetches the entries of a gap; blocks. */
    interface EntrySource {
        EntriesPage entries(String conversation, long after, int limit) throws IOException, Refused, SignedOut;
    }

    /** The most the server gives in a page. */
    static final int PAGE = 200;

    private static final Logger LOG = LoggerFactory.getLogger(LiveSession.class);
    private static final int MAX_FETCHES = 8;
    private static final Duration DELIVERED_PAUSE = Duration.ofSeconds(1);
    private static final Duration FETCH_PAUSE = Duration.ofSeconds(1);

    private final FrameWriter writer = new FrameWriter();
    private final Markers markers = new Markers();
    private final Semaphore fetches = new Semaphore(MAX_FETCHES);
    private final SyncEngine sync;
    private final Outbox outbox;
    private final EntrySource source;
    private final Loop loop;
    private final Consumer<Event> listener;
    private Transport.@Nullable Link link;
    private String user = "";
    private boolean deliveredRecently;
    private boolean fetchAgainSoon;

    LiveSession(int maxGap, Outbox outbox, EntrySource source, Loop loop, Consumer<Event> listener) {
        this.sync = new SyncEngine(maxGap, this);
        this.outbox = outbox;
        this.source = source;
        this.loop = loop;
        this.listener = listener;
    }

    void restore(SyncPosition position) {
        sync.restore(position);
    }

    @Nullable
    SyncPosition position() {
        return sync.position();
    }

    @Nullable
    String cursor() {
        return sync.cursor();
    }

    void welcomed(ServerFrame.Welcome welcome, Transport.Link on) {
        link = on;
        user = welcome.user();
        if (welcome.reset()) {
            sync.reset();
            emit(new Event.Reset());
        }
        profiles(welcome.users());
        welcome.gone().forEach(this::gone);
        for (ConversationState state : welcome.conversations()) {
            emit(new Event.State(state));
            if (welcome.reset()) {
                sync.follow(state);
            } else {
                sync.state(state);
            }
        }
        welcome.threads().forEach(this::thread);
        sync.cursor(welcome.cursor());
        sync.resume();
        markers.flushReads(this::write);
        markers.flushDelivered(this::write);
        flush();
    }

    void lost() {
        link = null;
        outbox.lost();
    }

    /** Any frame but those that concern the connection itself. */
    void frame(ServerFrame frame) {
        switch (frame) {
            case ServerFrame.Cursor cursor -> sync.cursor(cursor.cursor());
            case ServerFrame.Ack ack -> acked(ack);
            case ServerFrame.Refusal refusal -> refused(refusal);
            case ServerFrame.Appended appended -> sync.entry(appended.entry());
            case ServerFrame.Head head -> sync.head(head.conversation(), head.seq());
            case ServerFrame.Receipt receipt -> receipt(receipt);
            case ServerFrame.ThreadMoved moved -> thread(moved.state());
            case ServerFrame.Typing typing -> emit(new Event.Typing(typing.conversation(), typing.user()));
            case ServerFrame.Presence presence -> emit(new Event.Presence(presence));
            case ServerFrame.Conversation conversation -> {
                emit(new Event.State(conversation.state()));
                sync.state(conversation.state());
            }
            case ServerFrame.Gone gone -> gone(gone.conversation());
            case ServerFrame.User changed -> profiles(List.of(changed.profile()));
            case ServerFrame.Own own -> emit(new Event.OwnMoved(own.moved()));
            case ServerFrame.Welcome welcome -> LOG.warn("welcomed twice in session {}", welcome.session());
            case ServerFrame.Bye bye -> LOG.debug("the server says bye: {}", bye.reason());
            case ServerFrame.Pong pong -> LOG.trace("pong {}", pong.rid());
        }
    }

    CompletableFuture<Sent> send(PendingSend send) {
        CompletableFuture<Sent> result = outbox.add(send);
        flush();
        return result;
    }

    /** @param thread null for the conversation's own marker */
    void read(String conversation, @Nullable Long thread, long seq) {
        markers.read(conversation, thread, seq);
        if (link != null) {
            markers.flushRead(conversation, thread, this::write);
        }
    }

    void delivered(String conversation, long seq) {
        markers.delivered(conversation, seq);
        if (!deliveredRecently) {
            flushDelivered();
        }
    }

    /** Nothing will be sent any more. */
    void abandon(Throwable reason) {
        outbox.abandon(reason);
    }

    void emit(Event event) {
        try {
            listener.accept(event);
        } catch (RuntimeException fault) {
            LOG.error("the listener failed on {}", event.getClass().getSimpleName(), fault);
        }
    }

    @Override
    public void deliver(Entry entry) {
        emit(new Event.Arrived(entry));
    }

    @Override
    public void skipped(String conversation, long after, long upTo) {
        emit(new Event.Skipped(conversation, after, upTo));
    }

    @Override
    public void fetch(String conversation, long after) {
        loop.aside(() -> {
            fetches.acquireUninterruptibly();
            try {
                EntriesPage page = source.entries(conversation, after, PAGE);
                loop.run(() -> fetched(conversation, page));
            } catch (Refused refusal) {
                loop.run(() -> notFetched(conversation, refusal, isGone(refusal)));
            } catch (IOException | SignedOut failure) {
                loop.run(() -> notFetched(conversation, failure, false));
            } finally {
                fetches.release();
            }
        });
    }

    private void fetched(String conversation, EntriesPage page) {
        sync.page(conversation, page);
        fetchAgainIfBehind();
    }

    private void notFetched(String conversation, Exception why, boolean gone) {
        LOG.debug("no entries of {} now", conversation, why);
        if (gone) {
            gone(conversation);
        } else {
            sync.failed(conversation);
            fetchAgainIfBehind();
        }
    }

    /** What could not be fetched is tried again with the rest, after a pause, while there is a connection. */
    private void fetchAgainIfBehind() {
        if (link == null || fetchAgainSoon || !sync.isBehind()) {
            return;
        }
        fetchAgainSoon = true;
        loop.after(FETCH_PAUSE, () -> {
            fetchAgainSoon = false;
            if (link != null) {
                sync.resume();
            }
        });
    }

    private static boolean isGone(Refused refusal) {
        return refusal.code() == ErrorCode.NOT_FOUND || refusal.code() == ErrorCode.FORBIDDEN;
    }

    private void acked(ServerFrame.Ack ack) {
        outbox.acked(ack).ifPresent(sent -> emit(new Event.Acknowledged(sent)));
        flush();
    }

    private void refused(ServerFrame.Refusal refusal) {
        switch (outbox.refused(refusal)) {
            case Outbox.Verdict.Nothing ignored -> LOG.debug("refused: {} {}", refusal.code(), refusal.detail());
            case Outbox.Verdict.Again again -> loop.after(again.pause(), this::flush);
            case Outbox.Verdict.Rejected rejected -> {
                PendingSend send = rejected.send();
                emit(new Event.Rejected(send.conversation(), send.draft().id(), rejected.reason()));
                flush();
            }
        }
    }

    private void receipt(ServerFrame.Receipt receipt) {
        if (receipt.user().equals(user)) {
            markers.stored(receipt);
        }
        emit(new Event.Receipt(receipt));
    }

    private void thread(ThreadState state) {
        markers.stored(state);
        emit(new Event.FollowedThread(state));
    }

    private void gone(String conversation) {
        sync.gone(conversation);
        markers.gone(conversation);
        emit(new Event.Gone(conversation));
    }

    private void profiles(List<Profile> profiles) {
        if (!profiles.isEmpty()) {
            emit(new Event.Profiles(profiles));
        }
    }

    private void flushDelivered() {
        if (link == null || !markers.hasDelivered()) {
            deliveredRecently = false;
            return;
        }
        markers.flushDelivered(this::write);
        deliveredRecently = true;
        loop.after(DELIVERED_PAUSE, this::flushDelivered);
    }

    private void flush() {
        if (link != null) {
            outbox.flush(this::write);
        }
    }

    private void write(ClientFrame frame) {
        if (link != null) {
            link.send(writer.client(frame));
        }
    }
}
