package chat.parley.core.search;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is looked for. A message is found where every clause holds, save that of several senders one is enough, and so of
 * several conversations.
 *
 * @param since the earliest time at which it may have been sent
 * @param before the time before which it was sent
 */
public record Query(List<Clause> clauses, Optional<Instant> since, Optional<Instant> before) {

    /** @param excluded whether what is said must not hold */
    public record Clause(What what, boolean excluded) {}

    /** Words are in the form that {@link Word} gives them. */
    public sealed interface What {
        /** The word, or another of the same stem. */
        record Term(String word) implements What {}

        /** Any word that begins so. */
        record Prefix(String start) implements What {}

        /** Any word that holds this. */
        record Part(String part) implements What {}

        /** These words, one right after the other, in these very forms. */
        record Phrase(List<Word> words) implements What {}

        /** Sent by whoever has this handle. */
        record FromHandle(String handle) implements What {}

        record From(UserId user) implements What {}

        /** In a conversation of the searcher's with this title, or in the direct one with {@code @handle}. */
        record InNamed(String name) implements What {}

        record In(ConversationId conversation) implements What {}

        record Has(Content content) implements What {}
    }

    /** What has to hold, of one kind. */
    public <W extends What> List<W> wanted(Class<W> kind) {
        return of(kind, false).toList();
    }

    /** What must not hold, of one kind. */
    public <W extends What> List<W> unwanted(Class<W> kind) {
        return of(kind, true).toList();
    }

    private <W extends What> Stream<W> of(Class<W> kind, boolean excluded) {
        return clauses.stream()
                .filter(clause -> clause.excluded() == excluded && kind.isInstance(clause.what()))
                .map(clause -> kind.cast(clause.what()));
    }
}
