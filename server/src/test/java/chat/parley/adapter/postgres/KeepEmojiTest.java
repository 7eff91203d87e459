package chat.parley.adapter.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.account.Administrators;
import chat.parley.core.account.Caller;
import chat.parley.core.account.Role;
import chat.parley.core.attachment.Rendition;
import chat.parley.core.attachment.ThumbnailMaker;
import chat.parley.core.attachment.ThumbnailMaker.Outcome;
import chat.parley.core.emoji.EmojiConfig;
import chat.parley.core.emoji.EmojiConfig.AddedBy;
import chat.parley.core.emoji.KeepEmoji;
import chat.parley.core.emoji.KeepEmoji.Kept;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may do what with emoji, whatever the maker of pictures says. */
class KeepEmojiTest {
    private static final byte[] PNG = png(9, 9);

    private static ConversationFixture fixture;
    private static PostgresEmojis emojis;

    private final Caller admin = caller(Role.ADMIN);
    private final Caller member = caller(Role.MEMBER);

    @BeforeAll
    static void open() {
        fixture = new ConversationFixture();
        emojis = new PostgresEmojis(fixture.node.database.pool());
    }

    @BeforeEach
    void empty() {
        execute("delete from emoji");
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void administratorsAloneAddUnlessMembersMay() {
        KeepEmoji keep = keep(AddedBy.ADMINISTRATORS, image -> made(PNG));
        refused(add(keep, member), ErrorCode.FORBIDDEN);
        assertThat(keep.offered(member)).isFalse();
        assertThat(add(keep, admin)).isInstanceOf(Reply.Given.class);
        refused(keep.remove(member, "party"), ErrorCode.FORBIDDEN);
        KeepEmoji open = keep(AddedBy.MEMBERS, image -> made(PNG));
        assertThat(open.offered(member)).isTrue();
        assertThat(open.offered(caller(Role.GUEST))).isFalse();
        refused(open.remove(member, "party"), ErrorCode.FORBIDDEN);
        assertThat(open.remove(admin, "party")).isInstanceOf(Reply.Given.class);
    }

    @Test
    void whoLosesTheRightMeanwhileAddsNothing() {
        KeepEmoji keep = keep(AddedBy.ADMINISTRATORS, image -> {
            execute("update account set role = 'member' where id = "
                    + admin.user().value());
            return made(PNG);
        });
        refused(add(keep, admin), ErrorCode.FORBIDDEN);
        assertThat(emojis.all()).isEmpty();
    }

    @Test
    void soManyAreTakenInAtATime() {
        Reply<?>[] inner = new Reply<?>[1];
        KeepEmoji[] keep = new KeepEmoji[1];
        keep[0] = keep(AddedBy.MEMBERS, image -> {
            inner[0] = add(keep[0], admin);
            return made(PNG);
        });
        assertThat(add(keep[0], member)).isInstanceOf(Reply.Given.class);
        refused(inner[0], ErrorCode.UNAVAILABLE);
        assertThat(add(keep[0], member)).as("its place is free again").isInstanceOf(Reply.Given.class);
    }

    @Test
    void whatTheMakerSaysIsNotBelieved() {
        refused(add(keep(AddedBy.MEMBERS, image -> made("<svg>".getBytes(US_ASCII))), member), ErrorCode.BAD_REQUEST);
        refused(add(keep(AddedBy.MEMBERS, image -> made(png(129, 9))), member), ErrorCode.BAD_REQUEST);
        refused(add(keep(AddedBy.MEMBERS, image -> made(new byte[4_097])), member), ErrorCode.TOO_LARGE);
        refused(add(keep(AddedBy.MEMBERS, image -> new Outcome.None("memory")), member), ErrorCode.BAD_REQUEST);
    }

    @Test
    void aFileIsReadNoFurtherThanItMayBe() {
        KeepEmoji keep = keep(AddedBy.MEMBERS, image -> made(PNG));
        refused(keep.add(member, "party", OptionalLong.empty(), zeros(4_097)), ErrorCode.TOO_LARGE);
        refused(keep.add(member, "party", OptionalLong.of(4_097), broken()), ErrorCode.TOO_LARGE);
        refused(keep.add(member, "party", OptionalLong.empty(), broken()), ErrorCode.BAD_REQUEST);
    }

    private static KeepEmoji keep(AddedBy by, ThumbnailMaker maker) {
        return new KeepEmoji(
                emojis,
                maker,
                new Administrators(new PostgresAccounts(fixture.node.database.pool())),
                new Unlimited(),
                new EmojiConfig(by, 3, 4_096, 4_096, 1, Duration.ofSeconds(30)));
    }

    private static Reply<Kept> add(KeepEmoji keep, Caller by) {
        return keep.add(by, "party", OptionalLong.empty(), zeros(10));
    }

    private static Outcome made(byte[] picture) {
        return new Outcome.Made(Map.of(Rendition.EMOJI, picture));
    }

    private static InputStream zeros(int length) {
        return new ByteArrayInputStream(new byte[length]);
    }

    private static InputStream broken() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };
    }

    private static byte[] png(int width, int height) {
        try {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB), "png", packed);
            return packed.toByteArray();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Caller caller(Role role) {
        UserId user = fixture.user();
        execute("update account set role = '" + role.wireName() + "' where id = " + user.value());
        return new Caller(user, new SessionId(1), role);
    }

    private static void execute(String sql) {
        new Transactions(fixture.node.database.pool()).statement(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private static void refused(Reply<?> reply, ErrorCode code) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private static final class Unlimited implements RateLimiter {
        @Override
        public long take(Limit limit, String key) {
            return 0;
        }

        @Override
        public void giveBack(Limit limit, String key) {
            throw new UnsupportedOperationException("nothing is given back");
        }
    }
}
