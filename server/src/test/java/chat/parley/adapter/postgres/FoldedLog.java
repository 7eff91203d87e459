package chat.parley.adapter.postgres;

import chat.parley.wire.CurrentMessage;
import chat.parley.wire.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a client makes of a log that it has all entries of: the messages as they stand at its end. */
final class FoldedLog {
    private static final class Touched {
        final Entry entry;
        CurrentMessage.@Nullable Edit edited;

        @Nullable
        String text;

        CurrentMessage.@Nullable Pin pinned;
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

    /** @param named how many who reacted with an emoji are named */
    static List<CurrentMessage> of(List<Entry> log, String viewer, int named) {
        FoldedLog folded = new FoldedLog();
        log.forEach(folded::take);
        return folded.messages.values().stream()
                .map(message -> current(message, viewer, named))
                .toList();
    }

    private void take(Entry entry) {
        switch (entry.body()) {
            case Entry.Message message -> messages.put(entry.seq(), new Touched(entry, message));
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
        String id = ((Entry.Message) entry.body()).id();
        if (message.recalled) {
            return CurrentMessage.untouched(with(entry, EntryRows.message(id, null)));
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
                with(entry, EntryRows.message(id, message.text)), message.edited, message.pinned, reactions);
    }

    private static Entry with(Entry entry, Entry.Message body) {
        return new Entry(entry.conversation(), entry.seq(), entry.messages(), entry.at(), entry.from(), body);
    }
}
