package chat.parley.core.conversation;

import chat.parley.wire.Retention;

/**
 * What holds for all conversations. Atomicity: each call is one statement. Threads: blocks; call it on a virtual thread. Failure:
 * {@link java.io.UncheckedIOException} where the store cannot be reached.
 */
public interface Workspace {
    Retention retention();

    void retain(Retention retention);
}
