package chat.parley.core.bus;

import java.util.function.Consumer;

/**
 * Carries {@link Signal}s from whoever stored something to every listener of every node.
 *
 * <p>Order: signals of one publishing thread reach a listener in that order. Delivery: at most once; a signal may be lost,
 * late or out of order across publishers, and {@link chat.parley.core.bus listeners} repair that from the log. Threads:
 * {@code publish} may be called by any thread and does not block; a listener is called on a thread of the bus's choice and
 * must not block either. Failure: {@code publish} never throws for a listener's fault.
 */
public interface Bus {
    void publish(Signal signal);

    /** Adds a listener for the life of the bus. */
    void subscribe(Consumer<Signal> listener);
}
