package chat.parley.sdk;

/**
 * Hears what a {@link ParleyClient} has to tell, one event at a time and in order, on the client's own thread: it must not
 * block. What it throws is logged and goes no further.
 */
@FunctionalInterface
public interface Listener {
    void on(Event event);
}
