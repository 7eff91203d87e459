package chat.parley.bench.scenario;

import chat.parley.bench.client.Api;
import chat.parley.bench.client.Identity;
import chat.parley.bench.client.Known;
import chat.parley.bench.client.Pause;
import chat.parley.bench.client.VirtualUser;
import chat.parley.bench.server.BenchFailure;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/** Sends a word that nobody ever said, and asks for it until it is found: what was said before is found then, too. */
final class IndexProbe {
    /** How long an index may take for all that a run has filled in. */
    static final Duration ALL = Duration.ofMinutes(30);

    private static final int BETWEEN_LOOKS_MILLIS = 10;

    private final Api api;
    private final VirtualUser sender;
    private final Known conversation;
    private final List<Identity> readers;
    private int asked;

    /** @param readers who ask, one after the other, since none may ask all the time; all of them in the conversation */
    IndexProbe(Api api, VirtualUser sender, Known conversation, List<Identity> readers) {
        this.api = api;
        this.sender = sender;
        this.conversation = conversation;
        this.readers = readers;
    }

    /** From the word's sending until it was found. */
    long millis(Duration patience) {
        String word = "w" + UUID.randomUUID().toString().replace("-", "");
        long sent = System.nanoTime();
        sender.loop().execute(() -> sender.send(conversation, sent, word));
        while (!found(word)) {
            if (System.nanoTime() - sent > patience.toNanos()) {
                throw new BenchFailure("A message was not found for " + patience);
            }
            Pause.millis(BETWEEN_LOOKS_MILLIS);
        }
        return (System.nanoTime() - sent) / 1_000_000;
    }

    private boolean found(String word) {
        OptionalInt hits = api.found(readers.get(asked++ % readers.size()), word);
        return hits.orElse(0) > 0;
    }
}
