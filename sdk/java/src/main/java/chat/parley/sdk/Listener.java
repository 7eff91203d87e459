package chat.parley.sdk;

/**
 * Hears what a {@link ParleyClient} has to tell, one event at a time and in order, on the client's own thread: it must not
 * block, nor close the client. What it throws is logged and goes no further.
 */
@FunctionalInterface
public interface Listener {
    /** @param client whose event it is, for instance to answer by */
    void on(ParleyClient client, Event event);
}
