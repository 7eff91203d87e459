package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.parley.sdk.Account;
import chat.parley.sdk.AttachmentCalls;
import chat.parley.sdk.CollectedCalls;
import chat.parley.sdk.ConversationChanges;
import chat.parley.sdk.Credentials;
import chat.parley.sdk.DeviceSession;
import chat.parley.sdk.DraftCalls;
import chat.parley.sdk.EntriesPage;
import chat.parley.sdk.Invite;
import chat.parley.sdk.KeptDraft;
import chat.parley.sdk.LinkPreviews;
import chat.parley.sdk.Member;
import chat.parley.sdk.MembersPage;
import chat.parley.sdk.Mention;
import chat.parley.sdk.MessagePlace;
import chat.parley.sdk.MessageReceipt;
import chat.parley.sdk.MessagesPage;
import chat.parley.sdk.NotificationPreferences;
import chat.parley.sdk.Page;
import chat.parley.sdk.ParleyHttp;
import chat.parley.sdk.QuietHours;
import chat.parley.sdk.RefreshingCredentials;
import chat.parley.sdk.Refused;
import chat.parley.sdk.SavedMessage;
import chat.parley.sdk.ScheduledCalls;
import chat.parley.sdk.ScheduledMessage;
import chat.parley.sdk.Sent;
import chat.parley.sdk.SignedIn;
import chat.parley.sdk.SignedOut;
import chat.parley.sdk.VersionsPage;
import chat.parley.wire.ClientFrame;
import chat.parley.wire.ConversationState;
import chat.parley.wire.CurrentMessage;
import chat.parley.wire.Entry;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of the Java SDK, each on the real server. */
class SdkHttpTest extends OneServerTest {
    private static final String PASSWORD = "correct horse battery";

    /** It stays open after the administrator has come. */
    @Override
    String[] arguments() {
        return new String[] {"--set", "accounts.registration=open", "--set", "previews.on=true"};
    }

    SdkHttpTest() {
        trouble = Trouble.ownWeb();
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<SignedIn> renewed = new ArrayList<>();

    @AfterEach
    void forgetTokens() {
        renewed.clear();
    }

    @Test
    void registersSignsInListsRevokesAndSignsOut() throws Exception {
        ParleyHttp anonymous = ParleyHttp.anonymous(client, server.address());
        String handle = "dora" + Person.uuid().substring(0, 8);
        SignedIn registered = anonymous.sessions().register(handle, PASSWORD, "Dora", null);
        SignedIn signedIn = anonymous.sessions().signIn(handle, PASSWORD);
        ParleyHttp first = as(registered);
        ParleyHttp second = as(signedIn);

        List<DeviceSession> sessions = second.sessions().list();
        assertThat(sessions).hasSize(2);
        assertThat(sessions).filteredOn(DeviceSession::current).hasSize(1);
        String other = sessions.stream()
                .filter(session -> !session.current())
                .findFirst()
                .orElseThrow()
                .id();
        second.sessions().revoke(other);
        assertThat(second.sessions().list()).singleElement().matches(DeviceSession::current);
        assertThat(catchThrowableOfType(SignedOut.class, () -> first.users().me()))
                .isNotNull();
        second.sessions().signOut();
        assertThat(catchThrowableOfType(SignedOut.class, () -> second.users().me()))
                .isNotNull();
        assertThat(catchThrowableOfType(
                                Refused.class, () -> anonymous.sessions().signIn(handle, "wrong" + PASSWORD))
                        .code())
                .isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void renewsTokensByItself() throws Exception {
        Person ada = person("ada");
        SignedIn signedIn =
                ParleyHttp.anonymous(client, server.address()).sessions().signIn(ada.handle(), ada.password());
        ParleyHttp http = as(new SignedIn(signedIn.user(), "stale", signedIn.refreshToken(), signedIn.expiresIn()));
        assertThat(http.users().me().id()).isEqualTo(ada.id());
        assertThat(renewed).hasSize(1);
    }

    @Test
    void theAdministratorInvites() throws Exception {
        ParleyHttp anonymous = ParleyHttp.anonymous(client, server.address());
        SignedIn admin = anonymous
                .sessions()
                .register("admin" + Person.uuid().substring(0, 8), PASSWORD, "Admin", server.setupToken());
        Invite invite = as(admin).sessions().invite("guest", 24, 1);
        assertThat(invite.role()).isEqualTo("guest");
        assertThat(invite.uses()).isEqualTo(1);
        SignedIn guest = anonymous
                .sessions()
                .register("guest" + Person.uuid().substring(0, 8), PASSWORD, "Guest", invite.invite());
        assertThat(as(guest).users().me().role()).isEqualTo("guest");
        assertThat(catchThrowableOfType(
                                Refused.class, () -> as(guest).sessions().invite("member", 24, 1))
                        .code())
                .isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void choosesWhatNotifies() throws Exception {
        Person ada = person("ada");
        ParleyHttp http = as(ada);
        String direct = http.conversations().direct(person("bob").id()).id();
        Instant until = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.MILLIS);
        ConversationState muted = http.notifications().choose(direct, "none", true, until);
        assertThat(muted.muted()).isTrue();
        assertThat(muted.mutedUntil()).isEqualTo(until);
        assertThat(muted.notices()).isEqualTo("none");
        assertThat(http.notifications().choose(direct, null, false, null).notices())
                .isNull();
        QuietHours weekends = new QuietHours(List.of("sat", "sun"), "00:00", "00:00", "Asia/Tokyo");
        NotificationPreferences preferences = new NotificationPreferences("all", "mentions", "none", weekends);
        assertThat(http.notifications().prefer(preferences)).isEqualTo(preferences);
        assertThat(http.notifications().preferences()).isEqualTo(preferences);
    }

    @Test
    void collectsMentionsAndSavedMessages() throws Exception {
        Person ada = person("ada");
        Person bob = person("bob");
        String direct = as(ada).conversations().direct(bob.id()).id();
        ClientFrame.Draft draft = new ClientFrame.Draft(
                Person.uuid(), "look here", null, null, false, List.of(bob.id()), List.of(), null);
        long seq = as(ada).messages().send(direct, draft).seq();
        CollectedCalls collected = as(bob).collected();
        assertThat(collected.mentions(null, 10).items())
                .singleElement()
                .matches(Mention::unread)
                .matches(mention -> mention.message().entry().seq() == seq);
        collected.save(direct, seq);
        assertThat(collected.places()).containsExactly(new MessagePlace(direct, seq));
        Page<SavedMessage> saved = collected.saved(null, 10);
        assertThat(saved.next()).isNull();
        assertThat(saved.items())
                .singleElement()
                .matches(one -> one.message().entry().seq() == seq);
        collected.forget(direct, seq);
        assertThat(collected.places()).isEmpty();
    }

    @Test
    void keepsDrafts() throws Exception {
        Person ada = person("ada");
        String direct = as(ada).conversations().direct(person("bob").id()).id();
        DraftCalls drafts = as(ada).drafts();
        Long revision = drafts.keep(direct, null, "dear bob", null);
        assertThat(revision).isNotNull();
        assertThat(drafts.list()).containsExactly(new KeptDraft(direct, null, "dear bob", revision));
        assertThat(catchThrowableOfType(Refused.class, () -> drafts.keep(direct, null, "hello", null))
                        .code())
                .isEqualTo(ErrorCode.CONFLICT);
        assertThat(drafts.keep(direct, 7L, "in a thread", null)).isNotNull();
        assertThat(drafts.keep(direct, null, "", revision)).isNull();
        assertThat(drafts.list())
                .singleElement()
                .matches(draft -> Long.valueOf(7).equals(draft.thread()));
    }

    @Test
    void hasMessagesSentLater() throws Exception {
        Person ada = person("ada");
        String direct = as(ada).conversations().direct(person("bob").id()).id();
        ScheduledCalls scheduled = as(ada).scheduled();
        Instant at = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.MILLIS);
        ClientFrame.Draft draft = ClientFrame.Draft.plain(Person.uuid(), "dear bob");
        ScheduledMessage made = scheduled.make(direct, draft, at);
        assertThat(made).isNotNull();
        assertThat(made.sendAt()).isEqualTo(at);
        assertThat(made.failure()).isNull();
        assertThat(scheduled.make(direct, draft, at)).isEqualTo(made);
        assertThat(scheduled.list(null, 10).items()).containsExactly(made);
        ScheduledMessage changed = scheduled.change(draft.id(), "dearest bob", List.of("all"), at.plusSeconds(1));
        assertThat(changed.text()).isEqualTo("dearest bob");
        assertThat(changed.mentions()).containsExactly("all");
        assertThat(scheduled.change(draft.id(), null, null, null)).isEqualTo(changed);
        long seq = scheduled.sendNow(draft.id());
        assertThat(as(ada).messages().latest(direct, 10).messages())
                .singleElement()
                .matches(message -> message.entry().seq() == seq);
        assertThat(scheduled.make(direct, draft, at)).isNull();
        assertThat(catchThrowableOfType(Refused.class, () -> scheduled.cancel(draft.id()))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void changesAndDeletesTheAccount() throws Exception {
        Person eve = person("eve");
        ParleyHttp http = as(eve);
        Account renamed = http.users().rename("Eve of the lake");
        assertThat(renamed.name()).isEqualTo("Eve of the lake");
        assertThat(http.users().showReadReceipts(false).readReceipts()).isFalse();
        http.users().changePassword(eve.password(), "another " + PASSWORD);
        assertThat(catchThrowableOfType(
                                Refused.class, () -> http.users().changePassword("not it", "another " + PASSWORD))
                        .code())
                .isEqualTo(ErrorCode.FORBIDDEN);
        http.users().deleteMe();
        assertThat(as(person("bob")).users().get(eve.id()).deleted()).isTrue();
    }

    @Test
    void looksPeopleUpAndBlocksThem() throws Exception {
        String clan = "clan" + Person.uuid().substring(0, 6);
        List<Person> clanspeople = people(clan, 3);
        Person ada = person("ada");
        ParleyHttp http = as(ada);
        List<String> ids = clanspeople.stream().map(Person::id).toList();

        Page<Profile> first = http.users().search(clan, null, 2);
        Page<Profile> rest = http.users().search(clan, first.next(), 2);
        assertThat(first.items()).hasSize(2);
        assertThat(rest.items()).hasSize(1);
        assertThat(rest.next()).isNull();
        assertThat(http.users().get(ids)).extracting(Profile::id).containsExactlyInAnyOrderElementsOf(ids);

        http.users().block(ids.getFirst());
        assertThat(http.users().blocked()).extracting(Profile::id).containsExactly(ids.getFirst());
        assertThat(catchThrowableOfType(
                                Refused.class, () -> http.conversations().direct(ids.getFirst()))
                        .code())
                .isEqualTo(ErrorCode.FORBIDDEN);
        http.users().unblock(ids.getFirst());
        assertThat(http.users().blocked()).isEmpty();
    }

    @Test
    void makesListsAndChangesConversations() throws Exception {
        Person ada = person("ada");
        Person bob = person("bob");
        ParleyHttp http = as(ada);
        String id = Person.uuid();
        ConversationState group = http.conversations().group(id, "Lake house", List.of(bob.id()));
        assertThat(http.conversations()
                        .group(id, "Lake house", List.of(bob.id()))
                        .id())
                .isEqualTo(group.id());
        ConversationState direct = http.conversations().direct(bob.id());
        assertThat(http.conversations().direct(bob.id()).id()).isEqualTo(direct.id());

        Page<ConversationState> newest = http.conversations().list(null, 1);
        Page<ConversationState> older = http.conversations().list(newest.next(), 1);
        assertThat(newest.items()).extracting(ConversationState::id).containsExactly(direct.id());
        assertThat(older.items()).extracting(ConversationState::id).containsExactly(group.id());

        ConversationState changed = http.conversations()
                .change(group.id(), new ConversationChanges("Boat house", "Who rows?", null, "all"));
        assertThat(changed.title()).isEqualTo("Boat house");
        assertThat(changed.topic()).isEqualTo("Who rows?");
        assertThat(changed.history()).isEqualTo("all");
        assertThat(changed.invites()).isEqualTo("all");
        assertThat(http.conversations().get(group.id()).title()).isEqualTo("Boat house");
    }

    @Test
    void findsAndJoinsChannels() throws Exception {
        String title = "Rowing " + Person.uuid().substring(0, 8);
        ConversationState channel = as(person("ada")).conversations().channel(Person.uuid(), title);
        ParleyHttp bob = as(person("bob"));
        Page<ConversationState> found = bob.conversations().channels(title, null, 10);
        assertThat(found.items())
                .singleElement()
                .satisfies(state -> assertThat(state.role()).isNull());
        assertThat(bob.conversations().join(channel.id()).role()).isEqualTo("member");
    }

    @Test
    void addsPromotesRemovesAndLeaves() throws Exception {
        Person ada = person("ada");
        Person bob = person("bob");
        Person cleo = person("cleo");
        ParleyHttp owner = as(ada);
        String group = owner.conversations()
                .group(Person.uuid(), "Crew", List.of(bob.id()))
                .id();
        assertThat(owner.members().add(group, List.of(cleo.id())).members()).isEqualTo(3);
        assertThat(owner.members().setRole(group, bob.id(), "owner")).isNotNull();
        assertThat(owner.members().setRole(group, bob.id(), "owner")).isNull();

        MembersPage first = owner.members().list(group, null, 2);
        MembersPage rest = owner.members().list(group, first.next(), 2);
        assertThat(first.users()).extracting(Profile::id).containsAll(users(first));
        assertThat(users(first)).hasSize(2);
        assertThat(users(rest)).hasSize(1).doesNotContainAnyElementsOf(users(first));

        assertThat(owner.members().remove(group, cleo.id())).isNotNull();
        assertThat(owner.members().leave(group)).isNotNull();
        assertThat(as(bob).members().list(group, null, 10).members())
                .singleElement()
                .satisfies(member -> assertThat(member.role()).isEqualTo("owner"));
    }

    @Test
    void tellsWhatIsBehindALink() throws Exception {
        Person ada = person("ada");
        String direct = ada.directWith(person("bob"));
        try (OwnPage page = OwnPage.open()) {
            ClientFrame.Draft draft = new ClientFrame.Draft(
                    Person.uuid(), "see " + page.address(), null, null, false, List.of(), List.of(), null);
            long seq = as(ada).messages().send(direct, draft).seq();
            LinkPreviews behind = as(ada).messages().previews(direct, seq);
            assertThat(behind.on()).isTrue();
            LinkPreviews.LinkPreview preview = behind.previews().getFirst();
            assertThat(List.of(preview.url(), preview.title(), preview.site()))
                    .containsExactly(page.address().toString(), "The sea", "Seas");
            assertThat(preview.description()).isEqualTo("All about the sea");
            LinkPreviews.Image image = Objects.requireNonNull(preview.image());
            assertThat(ImageIO.read(new ByteArrayInputStream(image.bytes())).getWidth())
                    .isEqualTo(image.width())
                    .isEqualTo(360);
        }
    }

    @Test
    void getsTheThumbnailOfAnImageOnceItIsMade(@TempDir Path directory) throws Exception {
        Path photo = directory.resolve("photo.png");
        ImageIO.write(new BufferedImage(2_000, 1_000, BufferedImage.TYPE_INT_RGB), "png", photo.toFile());
        ParleyHttp sender = as(person("ada"));
        Entry.File file = sender.attachments().upload(photo);
        Path got = directory.resolve("got");
        Deadline.within(Duration.ofSeconds(60)).await("the thumbnail", () -> thumbnail(sender, file.id(), got));
        assertThat(ImageIO.read(got.toFile()).getWidth()).isEqualTo(360);
    }

    private static Optional<Path> thumbnail(ParleyHttp sender, String file, Path got) {
        try {
            sender.attachments().downloadThumbnail(file, AttachmentCalls.Thumbnail.SMALL, got);
            return Optional.of(got);
        } catch (Refused notYet) {
            assertThat(notYet.code()).isEqualTo(ErrorCode.NOT_FOUND);
            return Optional.empty();
        } catch (IOException | SignedOut failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void uploadsAFileSendsItAndDownloadsItAsItWas(@TempDir Path directory) throws Exception {
        Person ada = person("ada");
        Person bob = person("bob");
        String direct = ada.directWith(bob);
        Path notes = Files.writeString(directory.resolve("notes & more.txt"), "Grüße, 世界");
        ParleyHttp sender = as(ada);
        Entry.File file = sender.attachments().upload(notes);
        assertThat(file)
                .isEqualTo(new Entry.File(
                        file.id(), "notes & more.txt", "text/plain; charset=utf-8", Files.size(notes), null, null));
        assertThat(catchThrowableOfType(
                                Refused.class, () -> as(bob).attachments().describe(file.id()))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);

        ClientFrame.Draft draft =
                new ClientFrame.Draft(Person.uuid(), "notes", null, null, false, List.of(), List.of(file.id()), null);
        Sent sent = sender.messages().send(direct, draft);
        Entry entry =
                as(bob).messages().entries(direct, sent.seq() - 1, 1).entries().getFirst();
        assertThat(((Entry.Message) entry.body()).files()).containsExactly(file);
        assertThat(as(bob).attachments().describe(file.id())).isEqualTo(file);
        Path got = directory.resolve("got");
        as(bob).attachments().download(file.id(), got);
        assertThat(got).hasSameBinaryContentAs(notes);
    }

    @Test
    void readsSendsAndRevisesMessages() throws Exception {
        Person ada = person("ada");
        Person bob = person("bob");
        ParleyHttp http = as(ada);
        String direct = ada.directWith(bob);
        ClientFrame.Draft draft = ClientFrame.Draft.plain(Person.uuid(), "one");
        Sent sent = http.messages().send(direct, draft);
        assertThat(sent.duplicate()).isFalse();
        assertThat(http.messages().send(direct, draft)).isEqualTo(new Sent(direct, draft.id(), 2, sent.at(), true));
        for (String text : List.of("two", "three", "four")) {
            http.messages().send(direct, ClientFrame.Draft.plain(Person.uuid(), text));
        }
        assertThat(texts(http.messages().latest(direct, 2))).containsExactly("three", "four");
        assertThat(texts(http.messages().before(direct, 4, 10))).containsExactly("one", "two");
        assertThat(texts(http.messages().after(direct, 4, 10))).containsExactly("four");
        assertThat(texts(http.messages().around(direct, 3, 3))).contains("two");

        String edit = Person.uuid();
        assertThat(http.messages().edit(direct, 2, edit, "uno")).isEqualTo(6);
        assertThat(http.messages().edit(direct, 2, edit, "uno")).isEqualTo(6);
        VersionsPage versions = http.messages().versions(direct, 2, 0, 10);
        assertThat(versions.versions()).extracting(Entry::seq).containsExactly(2L, 6L);
        assertThat(versions.next()).isNull();
        assertThat(http.messages().react(direct, 3, "👍🏽")).isEqualTo(7L);
        assertThat(http.messages().react(direct, 3, "👍🏽")).isNull();
        assertThat(http.messages().unreact(direct, 3, "👍🏽")).isEqualTo(8L);
        assertThat(http.messages().pin(direct, 3)).isEqualTo(9L);
        assertThat(http.messages().unpin(direct, 3)).isEqualTo(10L);
        assertThat(http.messages().recall(direct, 5)).isEqualTo(11L);
        assertThat(http.messages().recall(direct, 5)).isNull();

        EntriesPage log = http.messages().entries(direct, 5, 200);
        assertThat(log.entries()).extracting(Entry::seq).containsExactly(6L, 7L, 8L, 9L, 10L, 11L);
        assertThat(log.head()).isEqualTo(11);
        MessagesPage now = http.messages().latest(direct, 10);
        assertThat(texts(now)).containsExactly("uno", "two", "three", null);
        assertThat(now.users()).extracting(Profile::id).contains(ada.id());
    }

    @Test
    void marksAndTellsWhoHasRead() throws Exception {
        Person ada = person("ada");
        Person bob = person("bob");
        String direct = ada.directWith(bob);
        long seq = as(ada).messages()
                .send(direct, ClientFrame.Draft.plain(Person.uuid(), "seen?"))
                .seq();
        ParleyHttp reader = as(bob);
        reader.conversations().read(direct, seq);
        assertThat(as(ada).messages().receipts(direct, seq, null, 10).items())
                .contains(new MessageReceipt(bob.id(), true, true));
        reader.conversations().markUnread(direct, seq);
        assertThat(reader.conversations().get(direct).unreadFrom()).isEqualTo(seq);
    }

    @Test
    void aRefusalHasItsCode() {
        ParleyHttp http = as(person("ada"));
        assertThat(catchThrowableOfType(
                                Refused.class, () -> http.conversations().get("nosuchconversation"))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    private ParleyHttp as(Person person) {
        return ParleyHttp.as(client, server.address(), Credentials.fixed(person.accessToken()));
    }

    private ParleyHttp as(SignedIn signedIn) {
        ParleyHttp anonymous = ParleyHttp.anonymous(client, server.address());
        return ParleyHttp.as(client, server.address(), new RefreshingCredentials(anonymous, signedIn, renewed::add));
    }

    private static List<String> users(MembersPage page) {
        return page.members().stream().map(Member::user).toList();
    }

    private static List<String> texts(MessagesPage page) {
        List<String> texts = new ArrayList<>();
        for (CurrentMessage message : page.messages()) {
            texts.add(message.entry().body() instanceof Entry.Message body ? body.text() : "");
        }
        return texts;
    }
}
