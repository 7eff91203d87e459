package chat.parley.adapter.caffeine;

import chat.parley.wire.CurrentMessage;
import chat.parley.wire.Entry;
import org.jspecify.annotations.Nullable;

/** About how many bytes an entry takes in memory; rather too many. */
final class Weight {
    /** The objects, and ids as text. */
    private static final int ENTRY = 400;

    /** An edit, a pin, or an emoji that people react with. */
    private static final int SAID_OF_IT = 100;

    /** What is known of an attachment, the name aside. */
    private static final int FILE = 200;

    /** A user group: its id, its handle, and the record of them. */
    private static final int GROUP = 180;

    private static final int ID = 64;
    private static final int CHARACTER = 2;

    private Weight() {}

    static long of(Entry entry) {
        return ENTRY
                + switch (entry.body()) {
                    case Entry.Message message -> of(message);
                    case Entry.Edited edited -> text(edited.text());
                    case Entry.Joined joined -> ids(joined.users().size());
                    case Entry.Left left -> ids(left.users().size());
                    case Entry.Changed changed -> text(changed.title()) + text(changed.topic());
                    case Entry.Sealed sealed -> text(sealed.payload());
                    case Entry.Recalled recalled -> 0;
                    case Entry.Reaction reaction -> text(reaction.emoji());
                    case Entry.Pinned pinned -> 0;
                };
    }

    private static long of(Entry.Message message) {
        int named = message.mentions().size() + message.attachments().size();
        long weight = text(message.text()) + ids(named);
        weight += GROUP * (long) message.groups().size();
        for (Entry.File file : message.files()) {
            weight += FILE + text(file.name());
        }
        return weight;
    }

    static long of(CurrentMessage message) {
        long weight = of(message.entry());
        weight += message.edited() == null ? 0 : SAID_OF_IT;
        weight += message.pinned() == null ? 0 : SAID_OF_IT;
        for (CurrentMessage.Reactions each : message.reactions()) {
            weight += SAID_OF_IT + ids(each.users().size());
        }
        return weight;
    }

    private static long text(@Nullable String text) {
        return text == null ? 0 : CHARACTER * (long) text.length();
    }

    private static long ids(int count) {
        return ID * (long) count;
    }
}
