package chat.parley.gateway.session;

import chat.parley.core.bus.Signal;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells all who read a conversation that somebody types there; where they are too many, those who have it in focus. How many
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
        AtomicInteger readers = new AtomicInteger();
        for (Loop loop : asked) {
            loop.later(() -> {
                readers.addAndGet(loop.whispers().readers(typing.conversation()));
                if (missing.decrementAndGet() == 0) {
                    tell(typing, asked, readers.get());
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
