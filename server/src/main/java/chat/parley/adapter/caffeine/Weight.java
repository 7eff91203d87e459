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

    private static final int ID = 64;
    private static final int CHARACTER = 2;

    private Weight() {}

    static long of(Entry entry) {
        return ENTRY
                + switch (entry.body()) {
                    case Entry.Message message ->
                        text(message.text())
                                + ids(message.mentions().size()
                                        + message.attachments().size())
                                + message.files().stream()
                                        .mapToLong(file -> FILE + text(file.name()))
                                        .sum();
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

    static long of(CurrentMessage message) {
        return of(message.entry())
                + (message.edited() == null ? 0 : SAID_OF_IT)
                + (message.pinned() == null ? 0 : SAID_OF_IT)
                + message.reactions().stream()
                        .mapToLong(each -> SAID_OF_IT + ids(each.users().size()))
                        .sum();
    }

    private static long text(@Nullable String text) {
        return text == null ? 0 : CHARACTER * (long) text.length();
    }

    private static long ids(int count) {
        return ID * (long) count;
    }
}
