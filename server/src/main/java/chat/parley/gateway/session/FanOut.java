package chat.parley.gateway.session;

import chat.parley.core.bus.Bus;
import chat.parley.core.bus.Signal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Passes what the bus tells on to the sessions concerned: one task an event loop for each signal, however many entries it
 * carries and however many sessions want them. Called on the bus's threads; never blocks.
 */
final class FanOut {
    private final Loops loops;
    private final FrameEncoder encoder;
    private final Typings typings;
    private final ProfileNews profiles;

    FanOut(Loops loops, FrameEncoder encoder, Typings typings, ProfileNews profiles) {
        this.loops = loops;
        this.encoder = encoder;
        this.typings = typings;
        this.profiles = profiles;
    }

    void listen(Bus bus) {
        bus.subscribe(this::pass);
    }

    private void pass(Signal signal) {
        switch (signal) {
            case Signal.Appended(List<Signal.Committed> entries) -> appended(entries);
            case Signal.MarksMoved(List<Signal.Marks> marks) -> loops.onEach(loop -> loop.marksMoved(marks));
            case Signal.OwnStateChanged change -> loops.onEach(loop -> loop.ownStateChanged(change));
            case Signal.OwnThingChanged change -> loops.onEach(loop -> loop.ownThingChanged(change));
            case Signal.SessionsEnded(var sessions) -> {
                var ended = new HashSet<>(sessions);
                loops.onEach(loop -> loop.revoke(ended));
            }
            case Signal.BlockChanged change ->
                loops.onEach(loop -> loop.whispers().blockChanged(change));
            case Signal.PresenceChanged(var users) ->
                loops.onEach(loop -> loop.whispers().presenceChanged(users));
            case Signal.Typing typing -> typings.tell(typing);
            case Signal.ProfileChanged change -> profiles.changed(change);
        }
    }

    private void appended(List<Signal.Committed> entries) {
        List<EntryFrame> frames = new ArrayList<>(entries.size());
        for (Signal.Committed committed : entries) {
            frames.add(new EntryFrame(committed.conversation(), committed.entry(), encoder));
        }
        for (Loop loop : loops.all()) {
            if (loop.busy()) {
                loop.deliverLater(frames);
            }
        }
        frames.forEach(EntryFrame::release);
    }
}
