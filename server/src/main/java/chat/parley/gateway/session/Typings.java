package chat.parley.gateway.session;

import chat.parley.core.bus.Signal;
import chat.parley.core.id.UserId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells all who read a conversation that somebody types there; where they are too many, those who have it in focus. Who
 * they are only the event loops know, each for itself: so they are asked first, and told afterwards, by two tasks each.
 */
final class Typings {
    private final Loops loops;
    private final int mostReaders;

    Typings(Loops loops, HintConfig config) {
        this.loops = loops;
        this.mostReaders = config.typingReaders();
    }

    /** Any thread; never blocks. A loop that ends meanwhile makes it told to nobody. */
    void tell(Signal.Typing typing) {
        List<Loop> asked = loops.all().stream().filter(Loop::busy).toList();
        AtomicInteger missing = new AtomicInteger(asked.size());
        Set<UserId> readers = ConcurrentHashMap.newKeySet();
        for (Loop loop : asked) {
            loop.later(() -> {
                loop.whispers().readers(typing.conversation(), readers, mostReaders);
                if (missing.decrementAndGet() == 0) {
                    tell(typing, asked, readers.size());
                }
            });
        }
    }

    private void tell(Signal.Typing typing, List<Loop> asked, int readers) {
        boolean crowd = readers > mostReaders;
        for (Loop loop : asked) {
            loop.later(() -> loop.whispers().typing(typing, crowd));
        }
    }
}
