package chat.parley.adapter.postgres;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.message.Post;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Messages for one transaction. Each row is another message; further works of the same message (the same conversation,
 * sender and id) are its twins and get its answer, as duplicates.
 */
final class Batch {
    private record Name(ConversationId conversation, UserId sender, UUID id) {
        static Name of(Post post) {
            return new Name(post.conversation(), post.sender(), post.id());
        }
    }

    private final LogConfig config;
    private final Map<Name, Integer> places = new HashMap<>();
    private final List<List<Work.Message>> rows = new ArrayList<>();
    private int works;
    private int bytes;

    Batch(LogConfig config) {
        this.config = config;
    }

    static Batch of(List<Work.Message> works, LogConfig config) {
        Batch batch = new Batch(config);
        works.forEach(batch::add);
        return batch;
    }

    boolean fits(Work.Message work) {
        return works == 0
                || (works < config.batchEntries()
                        && bytes + work.bytes() <= config.batchBytes()
                        && !mayFareBetterThanItsTwin(work));
    }

    /**
     * A message that was too early may be sent again right behind the one it follows: its twin's refusal is not its own
     * answer, so it has to come after this batch.
     */
    private boolean mayFareBetterThanItsTwin(Work.Message work) {
        Integer place = places.get(Name.of(work.post()));
        return place != null && post(place).prev() != null;
    }

    void add(Work.Message work) {
        works++;
        bytes += work.bytes();
        Integer place = places.putIfAbsent(Name.of(work.post()), rows.size());
        if (place == null) {
            rows.add(new ArrayList<>(List.of(work)));
        } else {
            rows.get(place).add(work);
        }
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    int size() {
        return rows.size();
    }

    Post post(int row) {
        return rows.get(row).getFirst().post();
    }

    /** The works of a row, in the order they came. */
    List<Work.Message> works(int row) {
        return rows.get(row);
    }

    /** The row, counted from 1, of the message that must precede this one, or 0 where it is none of the rows above. */
    int follows(int row) {
        Post post = post(row);
        if (post.prev() == null) {
            return 0;
        }
        Integer place = places.get(new Name(post.conversation(), post.sender(), post.prev()));
        return place == null || place >= row ? 0 : place + 1;
    }

    /** This batch as two of about half its rows each, in order. */
    List<Batch> halves() {
        Batch first = new Batch(config);
        Batch second = new Batch(config);
        for (int row = 0; row < rows.size(); row++) {
            Batch half = row < rows.size() / 2 ? first : second;
            rows.get(row).forEach(half::add);
        }
        return List.of(first, second);
    }
}
