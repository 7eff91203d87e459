package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import chat.parley.core.bus.OwnThing;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.message.MessageConfig;
import chat.parley.core.message.PostMessage;
import chat.parley.core.scheduled.Scheduled;
import chat.parley.core.scheduled.ScheduledConfig;
import chat.parley.core.scheduled.ScheduledMessages.Fate;
import chat.parley.core.scheduled.ScheduledMessages.Made;
import chat.parley.core.scheduled.ScheduledMessages.Place;
import chat.parley.core.scheduled.ScheduledMessages.Revision;
import chat.parley.core.scheduled.SendScheduled;
import chat.parley.wire.Entry;
import chat.parley.wire.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresScheduledMessagesTest {
    private static final ScheduledConfig CONFIG = new ScheduledConfig(
            3, Duration.ofSeconds(1), Duration.ofDays(1), Duration.ofSeconds(1), 2, Duration.ofSeconds(8));
    private static final String WAITING = "select count(*) from scheduled";

    private final ConversationFixture here = new ConversationFixture();
    private final PostgresScheduledMessages messages =
            new PostgresScheduledMessages(here.node.database.pool(), here.node.bus, CONFIG);
    private final UserId ada = here.user();
    private final UserId bob = here.user();
    private final ConversationId room = here.group(ada, bob);
    private final Limited limiter = new Limited();
    private final PostMessage posting = new PostMessage(
            here.node.log,
            here.conversations,
            limiter,
            MessageConfig.defaults(),
            task -> Thread.ofVirtual().start(task));
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final SendScheduled sender = new SendScheduled(messages, posting, () -> now, CONFIG);
    private final Counted counted = new Counted();

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void keepsThemInTheOrderOfTheirTimesForTheirSenderAlone() {
        Scheduled late = made(bob, in(30, "late"));
        Scheduled soon = made(bob, in(10, "soon"));
        Scheduled middle = made(bob, in(20, "middle"));
        assertThat(messages.of(bob, null, 10)).containsExactly(soon, middle, late);
        assertThat(messages.of(bob, null, 2)).containsExactly(soon, middle);
        assertThat(messages.of(bob, new Place(middle.due(), middle.id()), 2)).containsExactly(late);
        assertThat(messages.of(ada, null, 10)).isEmpty();
    }

    @Test
    void anIdIsThatOfOneMessageForEver() {
        Scheduled first = made(bob, in(1, "once"));
        Scheduled again = new Scheduled(room, first.message().withText("twice"), first.due(), now, null);
        assertThat(messages.make(bob, again)).isEqualTo(new Made.There(first));
        Scheduled elsewhere = new Scheduled(here.group(bob), first.message(), first.due(), now, null);
        assertThat(messages.make(bob, elsewhere)).isEqualTo(new Made.Elsewhere());
        assertThat(messages.known(ada, room, first.id())).isEmpty();
        later(1);
        work();
        assertThat(messages.make(bob, again)).isEqualTo(new Made.Sent(2));
        assertThat(messages.known(bob, room, first.id())).contains(new Made.Sent(2));
    }

    @Test
    void keepsSoManyOnlyThoseThatFailedAmongThem() {
        made(bob, in(1, "to be refused"));
        here.leave(room, bob);
        later(1);
        work();
        here.join(room, ada, bob);
        made(bob, in(10, "two"));
        made(bob, in(10, "three"));
        assertThat(messages.make(bob, in(10, "four"))).isEqualTo(new Made.Full());
        made(ada, in(10, "hers"));
    }

    @Test
    void sendsWhatIsDueInTheOrderOfItsTimesAsAnyMessage() {
        made(bob, in(3, "three"));
        made(bob, in(2, "two"));
        made(ada, in(40, "not yet"));
        Entry.Message rich = new Entry.Message(
                UUID.randomUUID().toString(),
                "one",
                1L,
                null,
                null,
                false,
                List.of(ada.toString()),
                List.of(),
                List.of(),
                List.of(),
                false);
        assertThat(messages.make(bob, new Scheduled(room, rich, now.plusSeconds(1), now, null)))
                .isInstanceOf(Made.New.class);
        work();
        assertThat(texts()).isEmpty();
        later(3);
        work();
        assertThat(texts())
                .as("what follows one that is refused waits a moment")
                .isEmpty();
        later(1);
        work();
        assertThat(texts()).containsExactly("two", "three");
        assertThat(messages.of(bob, null, 10)).singleElement().satisfies(failed -> {
            assertThat(failed.message()).isEqualTo(rich);
            assertThat(failed.failure()).extracting(Scheduled.Failure::code).isEqualTo(ErrorCode.NOT_FOUND);
        });
        assertThat(messages.of(ada, null, 10)).hasSize(1);
        assertThat(counted.sent).isEqualTo(2);
        assertThat(counted.failed).containsExactly(ErrorCode.NOT_FOUND);
    }

    @Test
    void aServerThatDiesBetweenSendingAndForgettingSendsItOnce() {
        Scheduled message = made(bob, in(1, "once"));
        later(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> messages.due(now, 10, due -> {
                    sender.send(due);
                    throw new IllegalStateException("killed");
                }));
        assertThat(texts()).containsExactly("once");
        assertThat(messages.of(bob, null, 10)).containsExactly(message);
        work();
        assertThat(texts()).containsExactly("once");
        assertThat(messages.of(bob, null, 10)).isEmpty();
    }

    @Test
    void aConnectionThatBreaksWhileItIsSentLosesAndDoublesNothing() {
        made(bob, in(1, "once"));
        later(1);
        assertThat(catching(() -> messages.due(now, 10, due -> {
                    List<Fate> fates = sender.send(due);
                    here.store.execute(
                            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted");
                    here.store.awaitNumber(0, "select count(*) from pg_locks where locktype = 'advisory'");
                    return fates;
                })))
                .as("the store is lost before it has forgotten the message")
                .isTrue();
        assertThat(here.store.number(WAITING)).isEqualTo(1);
        work();
        assertThat(texts()).containsExactly("once");
        assertThat(here.store.number(WAITING)).isZero();
    }

    @Test
    void whatIsBeingSentCannotBeCancelledAnyMore() throws Exception {
        Scheduled message = made(bob, in(1, "on its way"));
        later(1);
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        messages.due(now, 10, due -> {
            Thread.ofVirtual().start(() -> cancelled.complete(messages.cancel(bob, message.id())));
            here.store.awaitTrue("select count(*) > 0 from pg_locks where not granted");
            return sender.send(due);
        });
        assertThat(cancelled.get(60, TimeUnit.SECONDS)).isFalse();
        assertThat(texts()).containsExactly("on its way");
        assertThat(messages.change(bob, message.id(), new Revision("else", null, null)))
                .isEmpty();
        assertThat(messages.now(bob, message.id(), sender)).isEmpty();
    }

    @Test
    void ofTwoServersOneSends() {
        made(bob, in(1, "once"));
        LogFixture.Node other = here.store.node();
        PostgresScheduledMessages there = new PostgresScheduledMessages(other.database.pool(), other.bus, CONFIG);
        later(1);
        messages.due(now, 10, due -> {
            assertThat(there.due(now, 10, sender)).isEmpty();
            return sender.send(due);
        });
        assertThat(there.due(now, 10, sender)).isEmpty();
        assertThat(texts()).containsExactly("once");
    }

    @Test
    void whoIsNoMemberAnyMoreHasItKeptWithTheReasonAndMayTryAgain() {
        Scheduled message = made(bob, in(1, "still here?"));
        here.leave(room, bob);
        later(1);
        work();
        Scheduled failed = messages.of(bob, null, 10).getFirst();
        assertThat(failed.failure()).isEqualTo(new Scheduled.Failure(ErrorCode.NOT_FOUND, "no such conversation", now));
        assertThat(messages.now(bob, message.id(), sender).orElseThrow())
                .isEqualTo(new Fate.Failed(ErrorCode.NOT_FOUND, "no such conversation"));
        Revision text = new Revision("back again", List.of("all"), null);
        assertThat(messages.change(bob, message.id(), text).orElseThrow().failure())
                .as("another text alone sends nothing")
                .isEqualTo(failed.failure());
        here.join(room, ada, bob);
        messages.change(bob, message.id(), new Revision(null, null, now.plusSeconds(5)));
        work();
        assertThat(texts()).isEmpty();
        later(5);
        work();
        assertThat(texts()).containsExactly("back again");
        assertThat(log().getLast().body())
                .isInstanceOfSatisfying(
                        Entry.Message.class, sent -> assertThat(sent.mentions()).containsExactly("all"));
    }

    @Test
    void whoIsOverTheirRateKeepsNobodyWaitingAndTheirOwnOrder() {
        made(bob, in(1, "bob one"));
        made(bob, in(2, "bob two"));
        made(ada, in(3, "ada"));
        limiter.refused = Optional.of(bob);
        later(3);
        work();
        assertThat(texts()).containsExactly("ada");
        assertThat(messages.of(bob, null, 10)).hasSize(2).allMatch(waiting -> waiting.failure() == null);
        limiter.refused = Optional.empty();
        work();
        assertThat(texts()).as("not before it may succeed").containsExactly("ada");
        later(5);
        work();
        assertThat(texts()).containsExactly("ada", "bob one", "bob two");
    }

    @Test
    void isSentAtOnceForWhoDoesNotWantToWait() {
        Scheduled message = made(bob, in(3_000, "now, please"));
        assertThat(messages.now(ada, message.id(), sender)).as("another's").isEmpty();
        assertThat(messages.now(bob, message.id(), sender).orElseThrow()).isInstanceOf(Fate.Sent.class);
        assertThat(texts()).containsExactly("now, please");
        assertThat(messages.of(bob, null, 10)).isEmpty();
    }

    @Test
    void whatItTakesWithItIsKeptUntilItIsSentOrCancelled() {
        Instant old = now.minus(Duration.ofDays(3));
        here.store.execute("insert into attachment (id, uploader, at, state, name, type, bytes)"
                + " select i, %d, '%s', 1, 'n' || i, 'text/plain', 1 from generate_series(1, 3) i"
                        .formatted(bob.value(), old));
        PostgresAttachments attachments = new PostgresAttachments(here.node.database.pool());
        Scheduled one = made(bob, with("a0000000000001"));
        Scheduled two = made(bob, with("a0000000000002"));
        assertThat(one.message().files()).extracting(Entry.File::name).containsExactly("n1");
        assertThat(messages.make(bob, with("a0000000000001", "a0000000000003"))).isEqualTo(new Made.NoSuchAttachment());
        assertThat(messages.make(ada, with("a0000000000003"))).isEqualTo(new Made.NoSuchAttachment());
        attachments.condemn(now, 10);
        assertThat(here.store.texts("select id::text from attachment where state = 1 order by id"))
                .containsExactly("1", "2");
        later(1);
        assertThat(messages.cancel(bob, two.id())).isTrue();
        assertThat(messages.cancel(bob, two.id())).isFalse();
        work();
        attachments.condemn(now, 10);
        assertThat(here.store.texts("select id::text from attachment where state = 1 order by id"))
                .containsExactly("1");
        assertThat(log().getLast().body())
                .isInstanceOfSatisfying(
                        Entry.Message.class,
                        sent -> assertThat(sent.attachments()).containsExactly("a0000000000001"));
    }

    @Test
    void goesWithTheAccount() {
        here.store.execute("insert into attachment (id, uploader, at, state, name, type, bytes) values (1, "
                + bob.value() + ", now(), 1, 'n', 'text/plain', 1)");
        Scheduled message = made(bob, with("a0000000000001"));
        new PostgresAccounts(here.node.database.pool()).delete(bob, "deleted-" + bob, "Deleted user", Instant.now());
        assertThat(here.store.number(WAITING)).isZero();
        assertThat(here.store.number("select count(*) from attachment where held is not null"))
                .isZero();
        assertThat(messages.make(bob, message)).isEqualTo(new Made.NoAccount());
        later(1);
        work();
        assertThat(texts()).isEmpty();
    }

    @Test
    void tellsItsSendersDevicesWhatChanged() {
        List<UserId> told = new ArrayList<>();
        here.node.bus.subscribe(signal -> {
            if (signal instanceof Signal.OwnThingChanged change && change.thing() == OwnThing.SCHEDULED) {
                synchronized (told) {
                    told.add(change.user());
                }
            }
        });
        Scheduled one = made(bob, in(1, "one"));
        messages.make(bob, one);
        messages.change(bob, one.id(), new Revision("other", null, null));
        made(ada, in(1, "two"));
        Scheduled three = made(bob, in(9, "three"));
        messages.cancel(bob, three.id());
        messages.cancel(bob, three.id());
        assertThat(told).containsExactly(bob, bob, ada, bob, bob);
        told.clear();
        later(1);
        work();
        assertThat(told).containsExactlyInAnyOrder(ada, bob);
    }

    private Scheduled in(long seconds, String text) {
        Entry.Message message = Entry.Message.plain(UUID.randomUUID().toString(), text);
        return new Scheduled(room, message, now.plusSeconds(seconds), now, null);
    }

    private Scheduled with(String... attachments) {
        Entry.Message message = new Entry.Message(
                UUID.randomUUID().toString(),
                "files",
                null,
                null,
                null,
                false,
                List.of(),
                List.of(),
                List.of(attachments),
                List.of(),
                false);
        return new Scheduled(room, message, now.plusSeconds(1), now, null);
    }

    private Scheduled made(UserId user, Scheduled wanted) {
        Scheduled made = ((Made.New) messages.make(user, wanted)).message();
        assertThat(made.due()).isEqualTo(wanted.due());
        assertThat(made.text()).isEqualTo(wanted.text());
        return made;
    }

    private void later(long seconds) {
        now = now.plusSeconds(seconds);
    }

    /** As a server does, until there is nothing more for now. */
    private void work() {
        while (sender.pass(counted)) {
            assertThat(counted.sent).isLessThan(100);
        }
    }

    private static boolean catching(Runnable work) {
        try {
            work.run();
            return false;
        } catch (RuntimeException lost) {
            return true;
        }
    }

    private List<Entry> log() {
        return here.node.log.entries(room, 0, 100, 1 << 20).entries();
    }

    private List<String> texts() {
        return log().stream()
                .map(Entry::body)
                .filter(Entry.Message.class::isInstance)
                .map(body -> ((Entry.Message) body).text())
                .toList();
    }

    private static final class Counted implements SendScheduled.Watch {
        private int sent;
        private final List<ErrorCode> failed = new ArrayList<>();

        @Override
        public void sent(Duration late) {
            sent++;
        }

        @Override
        public void failed(ErrorCode code) {
            failed.add(code);
        }
    }

    /** Lets everybody send but one. */
    private static final class Limited implements RateLimiter {
        private Optional<UserId> refused = Optional.empty();

        @Override
        public long take(Limit limit, String key) {
            return refused.map(UserId::toString).equals(Optional.of(key)) ? 4_000 : 0;
        }

        @Override
        public void giveBack(Limit limit, String key) {
            throw new UnsupportedOperationException("sends are not given back");
        }
    }
}
