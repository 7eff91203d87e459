package chat.parley.adapter.postgres;

import chat.parley.wire.CurrentMessage;
import chat.parley.wire.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a client makes of a log that it has all entries of: the messages as they stand at its end. */
final class FoldedLog {
    private static final class Touched {
        final Entry entry;
        CurrentMessage.@Nullable Edit edited;

        @Nullable
        String text;

        CurrentMessage.@Nullable Pin pinned;
        CurrentMessage.@Nullable Replies replies;
        boolean recalled;
        final Map<String, Map<String, Long>> reactions = new LinkedHashMap<>();

        Touched(Entry entry, Entry.Message message) {
            this.entry = entry;
            this.text = message.text();
            this.recalled = message.recalled();
        }
    }

    private final Map<Long, Touched> messages = new TreeMap<>();

    private FoldedLog() {}

    static FoldedLog of(List<Entry> log) {
        FoldedLog folded = new FoldedLog();
        log.forEach(folded::take);
        return folded;
    }

    /** @param named how many who reacted with an emoji are named */
    List<CurrentMessage> main(String viewer, int named) {
        return timeline(message -> message.thread() == null || message.broadcast(), viewer, named);
    }

    /** The replies in the thread under {@code root}. */
    List<CurrentMessage> thread(long root, String viewer, int named) {
        return timeline(message -> Objects.equals(message.thread(), root), viewer, named);
    }

    /** The messages under which there is a thread. */
    Set<Long> roots() {
        return messages.entrySet().stream()
                .filter(message -> message.getValue().replies != null)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private List<CurrentMessage> timeline(Predicate<Entry.Message> in, String viewer, int named) {
        return messages.values().stream()
                .filter(message -> in.test((Entry.Message) message.entry.body()))
                .map(message -> current(message, viewer, named))
                .toList();
    }

    private static long present(@Nullable Long number) {
        if (number == null) {
            throw new AssertionError("a reply in a thread says its number there");
        }
        return number;
    }

    private void take(Entry entry) {
        switch (entry.body()) {
            case Entry.Message message -> {
                messages.put(entry.seq(), new Touched(entry, message));
                if (message.thread() != null) {
                    long place = present(message.threadMessages());
                    target(message.thread()).replies = new CurrentMessage.Replies(place, entry.seq());
                }
            }
            case Entry.Edited edited -> {
                Touched target = target(edited.target());
                long edits = target.edited == null ? 1 : target.edited.edits() + 1;
                target.edited = new CurrentMessage.Edit(entry.seq(), entry.at(), edits);
                target.text = edited.text();
            }
            case Entry.Recalled recalled -> target(recalled.target()).recalled = true;
            case Entry.Reaction reaction -> {
                Map<String, Long> users = target(reaction.target())
                        .reactions
                        .computeIfAbsent(reaction.emoji(), e -> new LinkedHashMap<>());
                if (reaction.added()) {
                    users.put(entry.from(), entry.seq());
                } else {
                    users.remove(entry.from());
                }
            }
            case Entry.Pinned pinned ->
                target(pinned.target()).pinned =
                        pinned.added() ? new CurrentMessage.Pin(entry.seq(), entry.at(), entry.from()) : null;
            default -> {}
        }
    }

    private Touched target(long seq) {
        Touched target = messages.get(seq);
        if (target == null) {
            throw new AssertionError("an entry speaks of " + seq + ", which is no message before it");
        }
        return target;
    }

    private static CurrentMessage current(Touched message, String viewer, int named) {
        Entry entry = message.entry;
        Entry.Message body = (Entry.Message) entry.body();
        if (message.recalled) {
            return new CurrentMessage(with(entry, body.withText(null)), null, null, List.of(), message.replies);
        }
        List<CurrentMessage.Reactions> reactions = new ArrayList<>();
        message.reactions.entrySet().stream()
                .filter(one -> !one.getValue().isEmpty())
                .sorted(Comparator.comparing(
                        one -> one.getValue().values().iterator().next()))
                .forEach(one -> {
                    List<String> users = List.copyOf(one.getValue().keySet());
                    reactions.add(new CurrentMessage.Reactions(
                            one.getKey(),
                            users.size(),
                            users.subList(0, Math.min(named, users.size())),
                            users.contains(viewer)));
                });
        return new CurrentMessage(
                with(entry, body.withText(message.text)), message.edited, message.pinned, reactions, message.replies);
    }

    private static Entry with(Entry entry, Entry.Message body) {
        return new Entry(entry.conversation(), entry.seq(), entry.messages(), entry.at(), entry.from(), body);
    }
}
