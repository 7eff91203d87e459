package chat.parley.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.arbitraries.LongArbitrary;
import org.jspecify.annotations.Nullable;

/** Arbitrary frames of both directions, for the codec's properties. */
final class Frames {
    private static final FrameReader READER = new FrameReader();

    private Frames() {}

    static ClientFrame client(String json) throws MalformedFrame {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return READER.client(bytes, 0, bytes.length);
    }

    static ServerFrame server(String json) throws MalformedFrame {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return READER.server(bytes, 0, bytes.length);
    }

    static Arbitrary<ClientFrame> clientFrames() {
        Arbitrary<ClientFrame.Client> programs = Combinators.combine(
                        words(WireLimits.CLIENT_CHARACTERS), words(WireLimits.CLIENT_CHARACTERS))
                .as(ClientFrame.Client::new);
        return Arbitraries.oneOf(
                Combinators.combine(
                                words(200).injectNull(0.2), programs, words(100).injectNull(0.5))
                        .as(ClientFrame.Hello::new),
                Combinators.combine(rids(), ids(), drafts()).as(ClientFrame.Send::new),
                Arbitraries.maps(ids(), counts()).ofMaxSize(20).map(ClientFrame.Delivered::new),
                Combinators.combine(ids(), counts(), seqs().injectNull(0.5)).as(ClientFrame.Read::new),
                ids().map(ClientFrame.Typing::new),
                ids().list().ofMaxSize(WireLimits.FOCUS_CONVERSATIONS).map(ClientFrame.Focus::new),
                ids().list().ofMaxSize(30).map(ClientFrame.Watch::new),
                Arbitraries.of("online", "away", "dnd").map(ClientFrame.Status::new),
                rids().map(ClientFrame.Ping::new));
    }

    static Arbitrary<ServerFrame> serverFrames() {
        return Arbitraries.oneOf(
                welcomes(),
                words(100).map(ServerFrame.Cursor::new),
                Combinators.combine(rids(), ids(), uuids(), seqs(), times(), flags())
                        .as(ServerFrame.Ack::new),
                Combinators.combine(
                                rids().injectNull(0.3),
                                Arbitraries.of(ErrorCode.class),
                                strings(80),
                                counts().injectNull(0.5))
                        .as(ServerFrame.Refusal::new),
                entries().map(ServerFrame.Appended::new),
                Combinators.combine(ids(), counts(), counts(), flags()).as(ServerFrame.Head::new),
                Combinators.combine(
                                ids(), ids(), counts(), counts(), counts().injectNull(0.5), counts().injectNull(0.5))
                        .as(ServerFrame.Receipt::new),
                threads().map(ServerFrame.ThreadMoved::new),
                Combinators.combine(ids(), ids()).as(ServerFrame.Typing::new),
                Combinators.combine(ids(), Arbitraries.of("online", "away", "dnd", "offline"), times().injectNull(0.5))
                        .as(ServerFrame.Presence::new),
                states().map(ServerFrame.Conversation::new),
                ids().map(ServerFrame.Gone::new),
                profiles().map(ServerFrame.User::new),
                Arbitraries.just("notifications").list().ofMaxSize(2).map(ServerFrame.Own::new),
                Combinators.combine(
                                Arbitraries.of("draining", "revoked", "slow", "superseded", "idle"),
                                counts().injectNull(0.5))
                        .as(ServerFrame.Bye::new),
                rids().map(ServerFrame.Pong::new));
    }

    static Arbitrary<Entry> entries() {
        return Combinators.combine(ids(), seqs(), counts(), times(), ids(), bodies())
                .as(Entry::new);
    }

    private static Arbitrary<Entry.Body> bodies() {
        return Arbitraries.oneOf(
                messages(),
                Combinators.combine(seqs(), uuids(), strings(200)).as(Entry.Edited::new),
                Combinators.combine(seqs(), Arbitraries.of("sender", "moderator"))
                        .as(Entry.Recalled::new),
                Combinators.combine(seqs(), words(8), flags()).as(Entry.Reaction::new),
                Combinators.combine(seqs(), flags()).as(Entry.Pinned::new),
                Combinators.combine(ids().list().ofMaxSize(5), ids()).as(Entry.Joined::new),
                Combinators.combine(ids().list().ofMaxSize(5), ids()).as(Entry.Left::new),
                changes(),
                Combinators.combine(
                                uuids(),
                                Arbitraries.of("message", "commit", "proposal", "welcome"),
                                counts(),
                                Arbitraries.strings().alpha().ofMaxLength(100))
                        .as(Entry.Sealed::new));
    }

    private static Arbitrary<Entry.Message> messages() {
        Arbitrary<Entry.Message> standing = Combinators.combine(
                        uuids(),
                        texts(),
                        seqs().injectNull(0.5),
                        seqs().injectNull(0.5),
                        counts().injectNull(0.5),
                        flags(),
                        ids().list().ofMaxSize(5),
                        files().list().ofMaxSize(3))
                .as((id, text, replyTo, thread, inThread, broadcast, mentions, files) -> new Entry.Message(
                        id,
                        text,
                        replyTo,
                        thread,
                        inThread,
                        broadcast,
                        mentions,
                        mentions.stream()
                                .map(group -> new Entry.Group(group, text))
                                .toList(),
                        files.stream().map(Entry.File::id).toList(),
                        files,
                        false));
        Arbitrary<Entry.Message> recalled = Combinators.combine(uuids(), seqs().injectNull(0.5))
                .as((id, thread) -> new Entry.Message(
                        id, null, null, thread, null, false, List.of(), List.of(), List.of(), List.of(), true));
        return Arbitraries.oneOf(standing, recalled);
    }

    private static Arbitrary<Entry.File> files() {
        return Combinators.combine(
                        ids(), strings(40), words(40), counts(), counts().injectNull(0.5), counts().injectNull(0.5))
                .as(Entry.File::new);
    }

    private static Arbitrary<Entry.Changed> changes() {
        return Combinators.combine(
                        strings(40).injectNull(0.5),
                        strings(40).injectNull(0.5),
                        Arbitraries.of("all", "joined").injectNull(0.5),
                        seqs().injectNull(0.5),
                        counts().injectNull(0.5),
                        Arbitraries.of("all", "moderators").injectNull(0.5),
                        Combinators.combine(ids(), roles())
                                .as(Entry.MemberRole::new)
                                .injectNull(0.5),
                        retentions().injectNull(0.5))
                .as(Entry.Changed::new);
    }

    private static Arbitrary<Retention> retentions() {
        return Combinators.combine(counts().injectNull(0.5), counts().injectNull(0.5))
                .as(Retention::new);
    }

    private static Arbitrary<ServerFrame.Welcome> welcomes() {
        Arbitrary<ServerFrame.Welcome> bare = Combinators.combine(ids(), ids(), words(60), flags())
                .as((session, user, cursor, reset) -> new ServerFrame.Welcome(
                        session, user, 30, cursor, reset, List.of(), List.of(), List.of(), List.of(), List.of(),
                        List.of()));
        return Combinators.combine(
                        bare,
                        words(20).list().ofMaxSize(3),
                        states().list().ofMaxSize(3),
                        ids().list().ofMaxSize(3),
                        profiles().list().ofMaxSize(3),
                        threads().list().ofMaxSize(3),
                        Arbitraries.just("notifications").list().ofMaxSize(1))
                .as((frame, features, states, gone, users, threads, own) -> new ServerFrame.Welcome(
                        frame.session(),
                        frame.user(),
                        frame.heartbeat(),
                        frame.cursor(),
                        frame.reset(),
                        features,
                        states,
                        gone,
                        users,
                        threads,
                        own));
    }

    private static Arbitrary<ThreadState> threads() {
        return Combinators.combine(ids(), seqs(), flags(), counts().list().ofSize(6), seqs().injectNull(0.3))
                .as((conversation, thread, following, n, last) -> new ThreadState(
                        conversation,
                        thread,
                        following,
                        n.get(0),
                        n.get(1),
                        n.get(2),
                        last,
                        n.get(3),
                        n.get(4),
                        n.get(5)));
    }

    private static Arbitrary<Profile> profiles() {
        return Combinators.combine(
                        ids(),
                        strings(32),
                        strings(64),
                        Arbitraries.of("member", "guest", "bot", "moderator", "admin"),
                        flags())
                .as(Profile::new);
    }

    private static Arbitrary<ConversationState> states() {
        Arbitrary<ConversationState.Peer> peers =
                Combinators.combine(ids(), strings(32), strings(64)).as(ConversationState.Peer::new);
        Arbitrary<Map<String, ConversationState.Marks>> marks = Arbitraries.maps(
                        ids(), Combinators.combine(counts(), counts()).as(ConversationState.Marks::new))
                .ofMaxSize(4);
        Arbitrary<List<Long>> numbers = counts().list().ofSize(8);
        Arbitrary<List<String>> named = Combinators.combine(
                        ids(), Arbitraries.of("direct", "group", "channel"), Arbitraries.of("all", "joined"))
                .as(List::of);
        Arbitrary<List<String>> rules =
                Arbitraries.of("all", "mentions", "none").list().ofMaxSize(1);
        return Combinators.combine(
                        named,
                        strings(40).injectNull(0.5),
                        peers.injectNull(0.5),
                        numbers,
                        seqs().injectNull(0.5),
                        roles().injectNull(0.2),
                        Combinators.combine(marks, times().injectNull(0.5), rules)
                                .as((byId, until, rule) ->
                                        new Own(byId, until, rule.isEmpty() ? null : rule.getFirst())),
                        entries().injectNull(0.5))
                .as((names, title, peer, n, unreadFrom, role, own, last) -> new ConversationState(
                        names.get(0),
                        names.get(1),
                        title,
                        peer,
                        title,
                        names.get(2),
                        "moderators",
                        n.get(0),
                        n.get(1),
                        n.get(2),
                        n.get(3),
                        n.get(4),
                        n.get(5),
                        n.get(6),
                        unreadFrom,
                        n.get(7),
                        role,
                        n.get(7) % 2 == 0,
                        own.mutedUntil(),
                        own.notices(),
                        (int) (n.get(7) % 100_000),
                        own.marks(),
                        n.get(0) % 2 == 0 ? null : new Retention(n.get(1), unreadFrom),
                        last));
    }

    private record Own(
            Map<String, ConversationState.Marks> marks,
            @Nullable Instant mutedUntil,
            @Nullable String notices) {}

    private static Arbitrary<ClientFrame.Draft> drafts() {
        return Combinators.combine(
                        uuids(),
                        texts(),
                        seqs().injectNull(0.5),
                        seqs().injectNull(0.5),
                        flags(),
                        ids().list().ofMaxSize(5),
                        ids().list().ofMaxSize(WireLimits.ATTACHMENTS),
                        uuids().injectNull(0.5))
                .as(ClientFrame.Draft::new);
    }

    private static Arbitrary<String> ids() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .withChars("-._~")
                .ofMinLength(1)
                .ofMaxLength(WireLimits.ID_CHARACTERS);
    }

    private static Arbitrary<String> uuids() {
        return Arbitraries.create(java.util.UUID::randomUUID).map(java.util.UUID::toString);
    }

    /** Any Unicode that PostgreSQL can hold, the planes beyond the first included. */
    private static Arbitrary<String> strings(int maxCharacters) {
        return Arbitraries.strings()
                .all()
                .ofMaxLength(maxCharacters)
                .map(s -> s + (s.length() + 2 <= maxCharacters && s.length() % 3 == 0 ? "\uD83D\uDC4B" : ""))
                .filter(Texts::isStorable);
    }

    private static Arbitrary<String> texts() {
        return strings(300).map(s -> s.isEmpty() ? "x" : s);
    }

    private static Arbitrary<String> words(int maxCharacters) {
        return Arbitraries.strings()
                .ascii()
                .ofMinLength(1)
                .ofMaxLength(maxCharacters)
                .map(s -> s.replace('\0', ' '))
                .filter(s -> !s.isBlank());
    }

    private static Arbitrary<String> roles() {
        return Arbitraries.of("owner", "moderator", "member");
    }

    private static Arbitrary<Rid> rids() {
        return Arbitraries.longs().map(Rid::of);
    }

    private static LongArbitrary counts() {
        return Arbitraries.longs().greaterOrEqual(0);
    }

    private static LongArbitrary seqs() {
        return Arbitraries.longs().greaterOrEqual(1);
    }

    private static Arbitrary<Boolean> flags() {
        return Arbitraries.of(true, false);
    }

    private static Arbitrary<Instant> times() {
        return Arbitraries.longs()
                .between(0, Instant.parse("2100-01-01T00:00:00Z").toEpochMilli())
                .map(Instant::ofEpochMilli);
    }
}
