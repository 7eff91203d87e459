package chat.parley.adapter.postgres;

import chat.parley.core.bus.Bus;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.wire.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Remembers every signal, and passes it on. */
final class RecordingBus implements Bus {
    private final List<Signal> signals = new ArrayList<>();
    private final List<Consumer<Signal>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public void publish(Signal signal) {
        synchronized (this) {
            signals.add(signal);
        }
        listeners.forEach(listener -> listener.accept(signal));
    }

    @Override
    public void subscribe(Consumer<Signal> listener) {
        listeners.add(listener);
    }

    synchronized List<Entry> entries(ConversationId conversation) {
        List<Entry> entries = new ArrayList<>();
        for (Signal signal : signals) {
            if (signal instanceof Signal.Appended appended) {
                for (Signal.Committed committed : appended.entries()) {
                    if (committed.conversation().equals(conversation)) {
                        entries.add(committed.entry());
                    }
                }
            }
        }
        return entries;
    }

    synchronized List<Signal.Marks> marks(ConversationId conversation) {
        List<Signal.Marks> marks = new ArrayList<>();
        for (Signal signal : signals) {
            if (signal instanceof Signal.MarksMoved moved) {
                moved.marks().stream()
                        .filter(mark -> mark.conversation().equals(conversation))
                        .forEach(marks::add);
            }
        }
        return marks;
    }

    synchronized List<Signal.OwnStateChanged> ownStates(ConversationId conversation) {
        List<Signal.OwnStateChanged> changes = new ArrayList<>();
        for (Signal signal : signals) {
            if (signal instanceof Signal.OwnStateChanged changed
                    && changed.conversation().equals(conversation)) {
                changes.add(changed);
            }
        }
        return changes;
    }
}
