package chat.parley.gateway.session;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.Entry;
import io.netty.buffer.ByteBuf;
import io.netty.util.AbstractReferenceCounted;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry on its way to every session of this process. Its bytes are made when the first event loop meets a session that
 * wants them, and freed when the last holder has let go: each loop's task and each place that parks it holds it once.
 */
final class EntryFrame extends AbstractReferenceCounted {
    private static final Set<String> EVERYBODY = Set.of("here", "all");

    final ConversationId conversation;
    final Entry entry;
    /** Whom this entry brings in; empty but for {@code joined}. */
    final List<UserId> joined;
    /** Whom this entry removes; empty but for {@code left}. */
    final List<UserId> left;
    /** Whom this entry mentions by name; empty but for {@code message}. */
    final List<UserId> mentioned;
    /** Whether it mentions all who are there, or all. */
    final boolean mentionsEverybody;
    /** Who mentions them; null where nobody is mentioned. */
    private final @Nullable UserId mentioner;

    private final FrameEncoder encoder;
    private @Nullable ByteBuf bytes;

    EntryFrame(ConversationId conversation, Entry entry, FrameEncoder encoder) {
        this.conversation = conversation;
        this.entry = entry;
        this.encoder = encoder;
        this.joined = entry.body() instanceof Entry.Joined body ? users(body.users()) : List.of();
        this.left = entry.body() instanceof Entry.Left body ? users(body.users()) : List.of();
        List<String> mentions = entry.body() instanceof Entry.Message body ? body.mentions() : List.of();
        this.mentioned = users(mentions);
        this.mentionsEverybody = mentions.stream().anyMatch(EVERYBODY::contains);
        this.mentioner = mentions.isEmpty() ? null : UserId.parse(entry.from()).orElse(null);
    }

    /** Whether this entry mentions the session's user, by name or with everybody; nobody by themselves or across a block. */
    boolean mentions(Session session) {
        UserId user = session.user();
        boolean heard = mentionsEverybody || mentioned.contains(user);
        return heard && mentioner != null && !mentioner.equals(user) && !session.knownApartFrom(mentioner);
    }

    long seq() {
        return entry.seq();
    }

    /** The shared bytes, for one more recipient. */
    ByteBuf forRecipient() {
        return encoded().retainedDuplicate();
    }

    int size() {
        return encoded().readableBytes();
    }

    private synchronized ByteBuf encoded() {
        if (bytes == null) {
            bytes = encoder.encode(entry);
        }
        return bytes;
    }

    @Override
    protected synchronized void deallocate() {
        if (bytes != null) {
            bytes.release();
        }
    }

    @Override
    public EntryFrame touch(Object hint) {
        return this;
    }

    private static List<UserId> users(List<String> texts) {
        return texts.isEmpty()
                ? List.of()
                : texts.stream().map(UserId::parse).flatMap(Optional::stream).toList();
    }
}
