package chat.parley.adapter.inprocess;

import chat.parley.core.bus.Bus;
import chat.parley.core.bus.Signal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls every listener on the publisher's thread, in the order in which they subscribed. Nothing is lost or reordered
 * inside the process; what other processes store reaches this one by the tail of the log alone.
 */
public final class InProcessBus implements Bus {
    private static final Logger LOG = LoggerFactory.getLogger(InProcessBus.class);

    private final List<Consumer<Signal>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public void publish(Signal signal) {
        for (Consumer<Signal> listener : listeners) {
            try {
                listener.accept(signal);
            } catch (RuntimeException fault) {
                // The publisher has committed already and its other listeners are innocent.
                LOG.error("a listener failed on {}", signal.getClass().getSimpleName(), fault);
            }
        }
    }

    @Override
    public void subscribe(Consumer<Signal> listener) {
        listeners.add(listener);
    }
}
