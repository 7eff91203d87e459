package chat.parley.core.account;

import java.util.List;
import java.util.function.Supplier;

/**
 * The keys of all nodes, kept in the store. Threads: blocks; for start only. Failure: {@link java.io.UncheckedIOException}
 * where the store cannot be reached.
 */
public interface SigningKeys {
    /** All of them, oldest first. Where there is none, one is made; of two nodes that start at once, one makes it. */
    List<SigningKey> all(Supplier<SigningKey> first);
}
