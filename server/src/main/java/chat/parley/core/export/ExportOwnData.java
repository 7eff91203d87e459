package chat.parley.core.export;

import chat.parley.core.account.Account;
import chat.parley.core.account.Accounts;
import chat.parley.core.account.Blocks;
import chat.parley.core.account.Caller;
import chat.parley.core.account.RevokedSessions;
import chat.parley.core.export.OwnData.Begun;
import chat.parley.core.export.OwnData.Membership;
import chat.parley.core.export.OwnData.Saved;
import chat.parley.core.id.UserId;
import chat.parley.core.notice.NoticeSettings;
import chat.parley.core.notice.Preferences;
import chat.parley.core.reply.Reply;
import chat.parley.core.scheduled.Scheduled;
import chat.parley.core.scheduled.ScheduledMessages;
import chat.parley.wire.Entry;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.Profile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Hands everybody what is their own, page by page, for as long as the session that asked for it lives. */
public final class ExportOwnData {
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final Accounts accounts;
    private final Blocks blocks;
    private final NoticeSettings notices;
    private final OwnData data;
    private final ScheduledMessages scheduled;
    private final RevokedSessions revoked;
    private final ExportConfig config;
    private final Semaphore places;
    private final Set<UserId> underWay = ConcurrentHashMap.newKeySet();
    private final Map<UserId, Long> begun = new ConcurrentHashMap<>();

    public ExportOwnData(
            Accounts accounts,
            Blocks blocks,
            NoticeSettings notices,
            OwnData data,
            ScheduledMessages scheduled,
            RevokedSessions revoked,
            ExportConfig config) {
        this.accounts = accounts;
        this.blocks = blocks;
        this.notices = notices;
        this.data = data;
        this.scheduled = scheduled;
        this.revoked = revoked;
        this.config = config;
        this.places = new Semaphore(config.concurrent());
    }

    /** Takes what is found, one after the other. */
    public interface Taker<T> {
        void take(T found) throws IOException;
    }

    private interface Pages<T> {
        List<T> after(@Nullable T last);
    }

    /** Begins one; whoever got it closes it. */
    public Reply<Export> begin(Caller caller) {
        Account account =
                accounts.byId(caller.user()).filter(there -> !there.deleted()).orElse(null);
        if (account == null) {
            return Reply.refused(ErrorCode.UNAUTHENTICATED, "the account was deleted");
        }
        if (!underWay.add(caller.user())) {
            return Reply.rateLimited("an export of yours is under way", RETRY.toMillis());
        }
        long now = System.nanoTime();
        begun.values().removeIf(since -> now - since >= config.every().toNanos());
        if (begun.containsKey(caller.user())) {
            underWay.remove(caller.user());
            return Reply.rateLimited("you have begun an export a moment ago", RETRY.toMillis());
        }
        if (!places.tryAcquire()) {
            underWay.remove(caller.user());
            return Reply.unavailable("too many exports at once", RETRY);
        }
        begun.put(caller.user(), now);
        return Reply.given(new Export(caller, account));
    }

    /** An export under way. */
    public final class Export implements AutoCloseable {
        private final Caller caller;
        private final Account account;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Export(Caller caller, Account account) {
            this.caller = caller;
            this.account = account;
        }

        public Account account() {
            return account;
        }

        public List<Profile> blocked() {
            return blocks.of(caller.user());
        }

        /** What notifies them where they did not choose otherwise. */
        public Preferences preferences() {
            return notices.preferences(caller.user());
        }

        /** @throws IOException where the session has ended meanwhile, or from the taker */
        public void memberships(Taker<Membership> taker) throws IOException {
            all(
                    last -> data.memberships(caller.user(), last == null ? null : last.conversation(), config.page()),
                    taker);
        }

        /** @throws IOException as {@link #memberships} */
        public void saved(Taker<Saved> taker) throws IOException {
            all(last -> data.saved(caller.user(), last, config.page()), taker);
        }

        /** @throws IOException as {@link #memberships} */
        public void begun(Taker<Begun> taker) throws IOException {
            all(last -> data.begun(caller.user(), last, config.page()), taker);
        }

        /** @throws IOException as {@link #memberships} */
        public void scheduled(Taker<Scheduled> taker) throws IOException {
            all(
                    last -> scheduled.of(
                            caller.user(),
                            last == null ? null : new ScheduledMessages.Place(last.due(), last.id()),
                            config.page()),
                    taker);
        }

        /** @throws IOException as {@link #memberships} */
        public void said(Taker<Entry> taker) throws IOException {
            memberships(membership -> all(last -> said(membership, last), taker));
        }

        private List<Entry> said(Membership in, @Nullable Entry last) {
            UUID after = last == null ? null : UUID.fromString(id(last));
            return data.said(caller.user(), in.conversation(), after, config.page());
        }

        private <T> void all(Pages<T> pages, Taker<T> taker) throws IOException {
            T last = null;
            List<T> page;
            do {
                requireSession();
                page = pages.after(last);
                for (T found : page) {
                    taker.take(found);
                    last = found;
                }
            } while (page.size() == config.page());
        }

        /** An account that is deleted ends its sessions, so this is both. */
        private void requireSession() throws IOException {
            if (revoked.contains(caller.session())) {
                throw new IOException("the session that asked for the export has ended");
            }
        }

        /** More than once does no harm. */
        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                underWay.remove(caller.user());
                places.release();
            }
        }
    }

    private static String id(Entry entry) {
        return switch (entry.body()) {
            case Entry.Message message -> message.id();
            case Entry.Edited edited -> edited.id();
            case Entry.Recalled _,
                    Entry.Reaction _,
                    Entry.Pinned _,
                    Entry.Joined _,
                    Entry.Left _,
                    Entry.Changed _,
                    Entry.Sealed _ -> throw new IllegalStateException("nothing that is sent under an id");
        };
    }
}
