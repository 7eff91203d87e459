package chat.parley.app.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.parley.core.account.Account;
import chat.parley.core.account.Accounts;
import chat.parley.core.account.Accounts.Created;
import chat.parley.core.account.Accounts.NewAccount;
import chat.parley.core.account.Caller;
import chat.parley.core.account.PasswordHash;
import chat.parley.core.account.Role;
import chat.parley.core.conversation.CreateConversation;
import chat.parley.core.conversation.CreateConversation.Wish;
import chat.parley.core.conversation.Kind;
import chat.parley.core.id.IdSource;
import chat.parley.core.id.UserId;
import chat.parley.core.message.PostMessage;
import chat.parley.core.message.Posted;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ClientFrame.Draft;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a store with the people and rooms of the {@link DemoScript} by the use cases that everybody goes through, and lets
 * its bots write. Conversations and first messages carry ids made from their place in the script, so that the next start
 * finds them there instead of making them twice.
 */
public final class DemoWorkspace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoWorkspace.class);
    private static final long BOTS_EVERY_SECONDS = 20;
    private static final long HISTORY_SECONDS = 10;

    private final Accounts accounts;
    private final PasswordHash passwords;
    private final CreateConversation create;
    private final PostMessage posting;
    private final IdSource ids;
    private final Map<String, Caller> people = new HashMap<>();
    private final Map<String, String> rooms = new HashMap<>();
    private final ScheduledExecutorService bots = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("demo-bots").daemon().factory());

    public DemoWorkspace(
            Accounts accounts, PasswordHash passwords, CreateConversation create, PostMessage posting, IdSource ids) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.create = create;
        this.posting = posting;
        this.ids = ids;
    }

    /** Whether a store has the demonstration in it already. */
    public boolean present() {
        return accounts.byHandle(DemoScript.PEOPLE.getFirst().handle()).isPresent();
    }

    /** Makes what is missing and wakes the bots. */
    public void open(Instant now) {
        DemoScript.PEOPLE.forEach(person -> people.put(person.handle(), admit(person, now)));
        DemoScript.ROOMS.forEach(room -> furnish(room).ifPresent(id -> rooms.put(room.title(), id)));
        sayHistory();
        AtomicInteger next = new AtomicInteger();
        bots.scheduleWithFixedDelay(
                () -> say(
                        DemoScript.NOW_AND_THEN.get(next.getAndIncrement() % DemoScript.NOW_AND_THEN.size()),
                        UUID.randomUUID(),
                        DemoWorkspace::note),
                BOTS_EVERY_SECONDS,
                BOTS_EVERY_SECONDS,
                TimeUnit.SECONDS);
    }

    /** How to look around, for whoever started it. */
    public String howToSignIn() {
        return "sign in as %s, and in another browser as %s, with the password: %s"
                .formatted(
                        DemoScript.PEOPLE.get(0).handle(),
                        DemoScript.PEOPLE.get(1).handle(),
                        DemoScript.PASSWORD);
    }

    private Caller admit(DemoScript.Person person, Instant now) {
        Account account = accounts.byHandle(person.handle()).orElseGet(() -> register(person, now));
        return new Caller(account.id(), ids.session(), account.role());
    }

    private Account register(DemoScript.Person person, Instant now) {
        String password = person.role() == Role.BOT ? UUID.randomUUID().toString() : DemoScript.PASSWORD;
        String hash = passwords.hash(password).orElseThrow(() -> new IllegalStateException("too busy to hash"));
        NewAccount account = new NewAccount(ids.user(), person.handle(), person.name(), person.role(), hash);
        if (accounts.create(account, Optional.empty(), now) instanceof Created.Made(Account made)) {
            return made;
        }
        throw new IllegalStateException("the handle " + person.handle() + " was taken meanwhile");
    }

    /** Empty where its creator has left it since: whoever looks around may do so. */
    private Optional<String> furnish(DemoScript.Room room) {
        List<UserId> members =
                room.members().stream().map(who -> person(who).user()).toList();
        Wish wish = new Wish(
                room.channel() ? Kind.CHANNEL : Kind.GROUP,
                Optional.of(named("room " + room.title())),
                Optional.of(room.title()),
                true,
                members);
        return switch (create.create(person(room.members().getFirst()), wish)) {
            case Reply.Given<CreateConversation.Created> given ->
                Optional.of(given.value().state().id());
            case Reply.Refused<CreateConversation.Created> refused -> {
                LOG.info("the demonstration goes on without one of its rooms: {}", refused.code());
                yield Optional.empty();
            }
        };
    }

    /** Returns when all of it is stored, so that whoever signs in at once finds it. */
    private void sayHistory() {
        CountDownLatch answers = new CountDownLatch(DemoScript.HISTORY.size());
        for (int i = 0; i < DemoScript.HISTORY.size(); i++) {
            say(DemoScript.HISTORY.get(i), named("line " + i), posted -> {
                note(posted);
                answers.countDown();
            });
        }
        try {
            if (!answers.await(HISTORY_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the demonstration's first messages are not all stored yet");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(DemoScript.Line line, UUID id, Consumer<Posted> done) {
        String room = rooms.getOrDefault(line.room(), "");
        posting.post(person(line.who()), room, Draft.plain(id.toString(), line.text()), done);
    }

    /** A room may be gone, or a bot removed from it; the rest goes on all the same. */
    private static void note(Posted posted) {
        if (posted instanceof Posted.Refused refused) {
            LOG.info("the demonstration was refused a message: {}", refused.code());
        }
    }

    private Caller person(String handle) {
        return Objects.requireNonNull(people.get(handle));
    }

    private static UUID named(String place) {
        return UUID.nameUUIDFromBytes(("parley demo, " + place).getBytes(UTF_8));
    }

    @Override
    public void close() {
        bots.shutdownNow();
    }
}
