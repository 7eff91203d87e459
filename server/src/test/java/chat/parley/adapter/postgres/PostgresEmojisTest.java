package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.emoji.CustomEmoji;
import chat.parley.core.emoji.CustomEmojis.Added;
import chat.parley.core.emoji.CustomEmojis.Removed;
import chat.parley.core.emoji.EmojiPicture;
import chat.parley.core.id.UserId;
import chat.parley.core.message.EmojiName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresEmojisTest {
    private static final int MOST = 3;
    private static final EmojiName PARTY = new EmojiName("party");
    private static final EmojiName TEA = new EmojiName("tea");

    private static ConversationFixture fixture;
    private static PostgresEmojis emojis;

    private final UserId ada = fixture.user();
    private final UserId bob = fixture.user();
    private final EmojiPicture hat = new EmojiPicture("image/png", new byte[] {1, 2, -3});
    private final EmojiPicture cup = new EmojiPicture("image/jpeg", new byte[] {4});

    @BeforeAll
    static void open() {
        fixture = new ConversationFixture();
        emojis = new PostgresEmojis(fixture.node.database.pool());
    }

    @BeforeEach
    void empty() {
        emojis.all().forEach(each -> emojis.remove(each.name(), ada, true));
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void keepsEmojiWithTheirPictures() {
        CustomEmoji tea = added(emojis.add(TEA, cup, ada, MOST));
        CustomEmoji party = added(emojis.add(PARTY, hat, bob, MOST));
        assertThat(emojis.all()).as("by name").containsExactly(party, tea);
        assertThat(party.addedBy()).isEqualTo(bob);
        assertThat(party.picture())
                .isEqualTo(hat.id())
                .matches("[A-Za-z0-9_-]{32}")
                .isNotEqualTo(cup.id());
        EmojiPicture kept = emojis.picture(party.picture()).orElseThrow();
        assertThat(kept.type()).isEqualTo("image/png");
        assertThat(kept.bytes()).isEqualTo(hat.bytes());
        assertThat(emojis.picture("nothing")).isEmpty();
    }

    @Test
    void aNameIsOneEmojisAndTheSameAgainChangesNothing() {
        CustomEmoji first = added(emojis.add(PARTY, hat, ada, MOST));
        assertThat(emojis.add(PARTY, hat, bob, MOST)).isEqualTo(new Added.Already(first));
        assertThat(emojis.add(PARTY, cup, ada, MOST)).isEqualTo(new Added.NameTaken());
        assertThat(emojis.all()).containsExactly(first);
    }

    @Test
    void thereAreNoMoreThanMayBeHoweverManyAddAtOnce() {
        List<CompletableFuture<Added>> adding = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> emojis.add(new EmojiName("number-" + i), hat, ada, MOST), Thread::startVirtualThread))
                .toList();
        assertThat(adding.stream().map(CompletableFuture::join).filter(Added.Full.class::isInstance))
                .hasSize(8 - MOST);
        assertThat(emojis.all()).hasSize(MOST);
    }

    @Test
    void whoMayNotRemoveThoseOfOthersRemovesTheirOwn() {
        emojis.add(PARTY, hat, ada, MOST);
        assertThat(emojis.remove(PARTY, bob, false)).isEqualTo(Removed.NOT_THEIRS);
        assertThat(emojis.remove(PARTY, ada, false)).isEqualTo(Removed.DONE);
        assertThat(emojis.remove(PARTY, ada, false)).isEqualTo(Removed.NONE);
        emojis.add(PARTY, hat, ada, MOST);
        assertThat(emojis.remove(PARTY, bob, true)).isEqualTo(Removed.DONE);
        assertThat(emojis.picture(hat.id())).isEmpty();
    }

    @Test
    void aPictureIsThereAsLongAsAnEmojiHasIt() {
        emojis.add(PARTY, hat, ada, MOST);
        emojis.add(TEA, hat, ada, MOST);
        emojis.remove(PARTY, ada, false);
        assertThat(emojis.picture(hat.id())).isPresent();
        emojis.remove(TEA, ada, false);
        assertThat(emojis.picture(hat.id())).isEmpty();
    }

    private static CustomEmoji added(Added outcome) {
        return ((Added.New) outcome).emoji();
    }
}
