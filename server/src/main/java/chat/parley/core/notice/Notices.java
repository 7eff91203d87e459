package chat.parley.core.notice;

import chat.parley.core.bus.Availability;
import chat.parley.core.conversation.Kind;
import chat.parley.core.id.UserId;
import chat.parley.wire.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides whether an entry notifies a user, as a pure function; the page decides by the same rules. */
public final class Notices {
    private static final List<String> EVERYBODY = List.of("all", "here");

    private Notices() {}

    /**
     * Whom an entry reaches, and how they have it at that moment.
     *
     * @param read their read marker there
     * @param choice what they chose for the conversation
     * @param apart whether one of them and the sender blocks the other
     */
    public record Reader(
            UserId user,
            Kind kind,
            long read,
            NoticeChoice choice,
            Preferences preferences,
            Availability availability,
            boolean apart) {}

    /** Whether {@code entry} notifies {@code reader} at {@code now}. */
    public static boolean notifies(Entry entry, Reader reader, Instant now) {
        return entry.body() instanceof Entry.Message message
                && !message.recalled()
                && !entry.from().equals(reader.user().toString())
                && entry.seq() > reader.read()
                && !reader.apart()
                && !silent(reader, now)
                && wanted(message, reader);
    }

    /** Whether nothing at all notifies the reader there now, mentions included. */
    private static boolean silent(Reader reader, Instant now) {
        return reader.choice().mutedAt(now)
                || reader.availability() == Availability.DND
                || reader.preferences().quiet().filter(hours -> hours.at(now)).isPresent();
    }

    private static boolean wanted(Entry.Message message, Reader reader) {
        NoticeRule rule = Optional.ofNullable(reader.choice().rule())
                .orElseGet(() -> reader.preferences().of(reader.kind()));
        return switch (rule) {
            case ALL -> inTimeline(message) || mentions(message, reader.user());
            case MENTIONS -> mentions(message, reader.user());
            case NONE -> false;
        };
    }

    private static boolean inTimeline(Entry.Message message) {
        return message.thread() == null || message.broadcast();
    }

    private static boolean mentions(Entry.Message message, UserId user) {
        return message.mentions().contains(user.toString())
                || message.mentions().stream().anyMatch(EVERYBODY::contains);
    }
}
