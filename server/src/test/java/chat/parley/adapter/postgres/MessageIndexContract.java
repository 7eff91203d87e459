package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.account.Caller;
import chat.parley.core.account.Role;
import chat.parley.core.conversation.Kind;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.message.MessageChange;
import chat.parley.core.message.MessageChanges.Outcome;
import chat.parley.core.reply.Reply;
import chat.parley.core.search.MessageIndex;
import chat.parley.core.search.MessageIndex.Order;
import chat.parley.core.search.SearchConfig;
import chat.parley.core.search.SearchMessages;
import chat.parley.core.search.SearchMessages.Hit;
import chat.parley.core.search.Snippet.Span;
import chat.parley.wire.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link MessageIndex} does, asked by the words that people write. An adapter's test supplies the subject, and how
 * to wait until it has what was posted.
 */
interface MessageIndexContract {
    ConversationFixture store();

    MessageIndex index();

    /** Returns once all that the log has is in the index. */
    void settle();

    @Test
    default void findsWordsInWhateverCaseAndAccent() {
        UserId ada = store().user();
        ConversationId room = store().group(ada);
        store().post(room, ada, "Der CAFÉ-Besuch in Zürich");
        settle();
        assertThat(found(ada, "ZURICH")).containsExactly("Der CAFÉ-Besuch in Zürich");
        assertThat(marked(ada, "cafe")).containsExactly("Der [CAFÉ]-Besuch in Zürich");
        assertThat(found(ada, "cafeteria")).isEmpty();
    }

    @Test
    default void findsWordsOfTheSameStemInTheTextsLanguage() {
        UserId ada = store().user();
        ConversationId room = store().group(ada);
        store().post(room, ada, "She was running to the stations");
        store().post(room, ada, "Er hat die Häuser und den Garten gesehen");
        store().post(room, ada, "Les chevaux et les maisons sont dans la ville");
        settle();
        assertThat(marked(ada, "run station")).containsExactly("She was [running] to the [stations]");
        assertThat(marked(ada, "haus")).containsExactly("Er hat die [Häuser] und den Garten gesehen");
        assertThat(marked(ada, "häusern")).containsExactly("Er hat die [Häuser] und den Garten gesehen");
        assertThat(found(ada, "hausboot")).isEmpty();
        assertThat(marked(ada, "maison")).containsExactly("Les chevaux et les [maisons] sont dans la ville");
    }

    @Test
    default void findsPhrasesAndLeavesOutWhatIsExcluded() {
        UserId ada = store().user();
        ConversationId room = store().group(ada);
        store().post(room, ada, "the red green house");
        store().post(room, ada, "the green red house");
        store().post(room, ada, "a red greenhouse");
        settle();
        assertThat(found(ada, "\"red green\"")).containsExactly("the red green house");
        assertThat(found(ada, "house -\"red green\"")).containsExactly("the green red house");
        assertThat(found(ada, "red -house")).containsExactly("a red greenhouse");
        assertThat(found(ada, "-red has:link")).isEmpty();
    }

    @Test
    default void findsBeginningsAndPartsOfWords() {
        UserId ada = store().user();
        ConversationId room = store().group(ada);
        store().post(room, ada, "the quarterly report");
        store().post(room, ada, "an airport");
        settle();
        assertThat(marked(ada, "quar*")).containsExactly("the [quarterly] report");
        assertThat(marked(ada, "*port*")).containsExactly("an [airport]", "the quarterly [report]");
        assertThat(found(ada, "port*")).isEmpty();
        assertThat(found(ada, "the -*port*")).isEmpty();
    }

    @Test
    default void findsWordsOfScriptsWithoutSpaces() {
        UserId ada = store().user();
        ConversationId room = store().group(ada);
        store().post(room, ada, "私は日本語を勉強します");
        store().post(room, ada, "本日は休みです");
        store().post(room, ada, "วันนี้อากาศดี");
        settle();
        assertThat(marked(ada, "日本語")).containsExactly("私は[日本語]を勉強します");
        assertThat(marked(ada, "日本")).containsExactly("私は[日本]語を勉強します");
        assertThat(found(ada, "本")).containsExactly("本日は休みです", "私は日本語を勉強します");
        assertThat(found(ada, "อากาศ")).containsExactly("วันนี้อากาศดี");
    }

    @Test
    default void narrowsBySenderConversationTimeAndContent() {
        UserId ada = store().user();
        UserId ben = store().user();
        ConversationId room = store().create(Kind.GROUP, Optional.of("Big Room"), true, ada, ben);
        ConversationId direct = store().direct(ada, ben);
        store().post(room, ada, "word https://a.example/a.pdf");
        store().post(room, ben, "word ![x](https://a.example/a.png)");
        // Within a millisecond there is no order between conversations.
        nextMillisecond();
        store().post(direct, ben, "word alone");
        settle();
        String handle = "u" + ben.value();
        assertThat(found(ada, "word from:" + handle))
                .containsExactly("word alone", "word ![x](https://a.example/a.png)");
        assertThat(found(ada, "word -from:" + handle)).containsExactly("word https://a.example/a.pdf");
        assertThat(found(ada, "word from:me")).containsExactly("word https://a.example/a.pdf");
        assertThat(found(ada, "word from:nobody")).isEmpty();
        assertThat(found(ada, "word in:\"big room\"")).hasSize(2);
        assertThat(found(ada, "word in:@" + handle)).containsExactly("word alone");
        assertThat(found(ada, "word -in:" + room)).containsExactly("word alone");
        assertThat(found(ada, "in:nowhere word")).isEmpty();
        assertThat(found(ada, "has:file")).containsExactly("word https://a.example/a.pdf");
        assertThat(found(ada, "has:image")).containsExactly("word ![x](https://a.example/a.png)");
        assertThat(found(ada, "has:link from:" + ben)).hasSize(1);
        assertThat(found(ada, "word after:" + Instant.now().plusSeconds(3_600))).isEmpty();
        assertThat(found(ada, "word before:2020-01-01")).isEmpty();
        assertThat(found(ada, "word after:2020-01-01 before:9999-01-01")).hasSize(3);
    }

    private static void nextMillisecond() {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() == now) {
            Thread.onSpinWait();
        }
    }

    @Test
    default void findsOnlyInOnesOwnConversationsAndNothingBelowFirst() {
        UserId ada = store().user();
        UserId ben = store().user();
        UserId eve = store().user();
        ConversationId room = store().create(Kind.GROUP, Optional.of("Quiet"), false, ada);
        store().post(room, ada, "secret before");
        store().join(room, ada, ben);
        store().post(room, ada, "secret after");
        settle();
        assertThat(found(ada, "secret")).containsExactly("secret after", "secret before");
        assertThat(found(ben, "secret")).containsExactly("secret after");
        assertThat(found(eve, "secret")).isEmpty();
        assertThat(found(eve, "secret in:Quiet")).isEmpty();
        assertThat(found(eve, "secret in:" + room)).isEmpty();

        store().leave(room, ben);
        assertThat(found(ben, "secret")).isEmpty();
    }

    @Test
    default void findsWhatAMessageSaysNowAndNothingThatWasRecalled() {
        UserId ada = store().user();
        ConversationId room = store().group(ada);
        long edited = store().post(room, ada, "firstword");
        long recalled = store().post(room, ada, "hushword");
        settle();
        revise(new MessageChange.Edit(room, ada, edited, UUID.randomUUID(), "secondword", Instant.EPOCH, 9));
        revise(new MessageChange.Recall(room, ada, recalled, true, Instant.EPOCH));
        // at once, whatever the index has
        assertThat(found(ada, "firstword")).isEmpty();
        assertThat(found(ada, "hushword")).isEmpty();
        settle();
        assertThat(found(ada, "secondword")).containsExactly("secondword");
        assertThat(found(ada, "firstword")).isEmpty();
        assertThat(found(ada, "hush*")).isEmpty();
    }

    @Test
    default void pagesThroughEverythingOnceInEitherOrder() {
        UserId ada = store().user();
        ConversationId room = store().group(ada);
        for (int i = 0; i < 23; i++) {
            store().post(room, ada, "page " + "page ".repeat(i % 5) + i);
        }
        settle();
        List<Long> byDate = seqs(ada, "page", Order.DATE, 5);
        assertThat(byDate)
                .hasSize(23)
                .isSortedAccordingTo((a, b) -> Long.compare(b, a))
                .doesNotHaveDuplicates();
        List<Long> byRank = seqs(ada, "page", Order.RANK, 5);
        assertThat(byRank)
                .hasSize(23)
                .containsExactlyInAnyOrderElementsOf(byDate)
                .isNotEqualTo(byDate);
        assertThat(byRank).isEqualTo(seqs(ada, "page", Order.RANK, 50));
    }

    @Test
    default void ranksTheWordItselfAboveItsStem() {
        UserId ada = store().user();
        ConversationId room = store().group(ada);
        store().post(room, ada, "the painting of the house");
        store().post(room, ada, "the paint of the house");
        store().post(room, ada, "the painted house");
        settle();
        assertThat(page(ada, "painting", Order.RANK, Optional.empty(), 9)
                        .hits()
                        .getFirst()
                        .seq())
                .isEqualTo(2);
    }

    @Test
    default void refusesAPlaceThatIsNone() {
        UserId ada = store().user();
        ConversationId room = store().group(ada);
        store().post(room, ada, "placeword");
        settle();
        for (String place : List.of("", "x", "%%%", "AAAA", "_".repeat(50), "a".repeat(500))) {
            assertThat(ask(ada, "placeword", Order.DATE, Optional.of(place), 5))
                    .as(place)
                    .isInstanceOfSatisfying(
                            Reply.Refused.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST));
        }
    }

    @Test
    default void answersWhateverIsAsked() {
        UserId ada = store().user();
        ConversationId room = store().group(ada);
        store().post(room, ada, "it's '; drop table entry; -- & | ! <-> :* \\");
        settle();
        for (String hostile : List.of(
                "'; drop",
                "it's",
                "a & b | !c",
                "<->",
                ":* drop",
                "\\ table",
                "drop:*",
                "'a':*",
                "(((",
                "!!! drop",
                "entry\\",
                "from:' drop",
                "in:\"'\" drop",
                "in:% drop",
                "*%_%* drop",
                "dr_p",
                "%rop*",
                "-drop -table has:link",
                "before:0001-01-01 drop",
                "after:9999-12-31T23:59:59Z drop",
                "after:-999999999-01-01T00:00:00Z drop")) {
            Reply<SearchMessages.Page> reply = ask(ada, hostile, Order.RANK, Optional.empty(), 5);
            assertThat(reply).as(hostile).isNotNull();
        }
        assertThat(found(ada, "drop table")).hasSize(1);
    }

    // ---- verbs ----

    default List<String> found(UserId user, String text) {
        return page(user, text, Order.DATE, Optional.empty(), 50).hits().stream()
                .map(hit -> hit.snippet().text())
                .toList();
    }

    default List<String> marked(UserId user, String text) {
        return page(user, text, Order.DATE, Optional.empty(), 50).hits().stream()
                .map(MessageIndexContract::marked)
                .toList();
    }

    private static String marked(Hit hit) {
        StringBuilder text = new StringBuilder(hit.snippet().text());
        for (Span span : hit.snippet().highlights().reversed()) {
            text.insert(span.end(), "]").insert(span.start(), "[");
        }
        return text.toString();
    }

    private List<Long> seqs(UserId user, String text, Order order, int limit) {
        List<Long> seqs = new ArrayList<>();
        @Nullable String next = null;
        do {
            SearchMessages.Page page = page(user, text, order, Optional.ofNullable(next), limit);
            page.hits().forEach(hit -> seqs.add(hit.seq()));
            next = page.next();
        } while (next != null);
        return seqs;
    }

    default SearchMessages.Page page(UserId user, String text, Order order, Optional<String> after, int limit) {
        Reply<SearchMessages.Page> reply = ask(user, text, order, after, limit);
        assertThat(reply).as(text).isInstanceOf(Reply.Given.class);
        return ((Reply.Given<SearchMessages.Page>) reply).value();
    }

    private Reply<SearchMessages.Page> ask(UserId user, String text, Order order, Optional<String> after, int limit) {
        SearchMessages search = new SearchMessages(
                index(), store().conversations, store().people, new Unlimited(), SearchConfig.defaults());
        return search.search(
                new Caller(user, new SessionId(1), Role.MEMBER),
                new SearchMessages.Search(
                        text,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        order,
                        after,
                        limit));
    }

    default void revise(MessageChange change) {
        long version = store().conversations
                .access(change.conversation(), change.by())
                .orElseThrow()
                .version();
        assertThat(store().node.revisions.apply(change, version)).isInstanceOf(Outcome.Appended.class);
    }

    /** Lets everybody search as often as they like. */
    final class Unlimited implements RateLimiter {
        @Override
        public long take(Limit limit, String key) {
            return 0;
        }

        @Override
        public void giveBack(Limit limit, String key) {}
    }
}
