package chat.parley.sdk;

import java.io.IOException;
import java.util.List;

/**
 * Keeps the messages of an outbox, so that they survive the program where the store does. Called by one thread at a time.
 *
 * <p>A message is added before it is first sent and removed after it is acknowledged or refused for good. Adding must be
 * durable when it returns; a removal may be lost, since sending a known {@code id} again is answered with the first ack.
 */
public interface OutboxStore {
    /** Adds at the end. */
    void add(PendingSend send) throws IOException;

    /** Removes the one with the draft's {@code id}. */
    void remove(PendingSend send) throws IOException;

    /** What is there, in the order it was added; called once, first. */
    List<PendingSend> load() throws IOException;
}
