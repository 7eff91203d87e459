package chat.parley.core.emoji;

import chat.parley.core.account.Administrators;
import chat.parley.core.account.Caller;
import chat.parley.core.account.Role;
import chat.parley.core.attachment.Rendition;
import chat.parley.core.attachment.SmallPicture;
import chat.parley.core.attachment.ThumbnailMaker;
import chat.parley.core.attachment.ThumbnailMaker.Outcome;
import chat.parley.core.emoji.CustomEmojis.Added;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.message.EmojiName;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The emoji of the workspace: everybody who has an account sees them, few may change them. The file that somebody sends is unpacked
 * in a process of its own, and what is kept is a new picture, with nothing of that file in it.
 */
public final class KeepEmoji {
    private static final Logger LOG = LoggerFactory.getLogger(KeepEmoji.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final CustomEmojis emojis;
    private final ThumbnailMaker maker;
    private final Administrators administrators;
    private final RateLimiter limiter;
    private final EmojiConfig config;
    private final Semaphore places;

    /** @param maker makes {@link Rendition#EMOJI} */
    public KeepEmoji(
            CustomEmojis emojis,
            ThumbnailMaker maker,
            Administrators administrators,
            RateLimiter limiter,
            EmojiConfig config) {
        this.emojis = emojis;
        this.maker = maker;
        this.administrators = administrators;
        this.limiter = limiter;
        this.config = config;
        this.places = new Semaphore(config.concurrent());
    }

    /** @param added by this call; else it was there already */
    public record Kept(CustomEmoji emoji, boolean added) {}

    public List<CustomEmoji> all() {
        return emojis.all();
    }

    /** The picture of this name, while an emoji has it. */
    public Reply<EmojiPicture> picture(String id) {
        return emojis.picture(id)
                .map(Reply::given)
                .orElseGet(() -> Reply.refused(ErrorCode.NOT_FOUND, "no such picture"));
    }

    /** Whether adding is worth offering, as far as the caller's token says. */
    public boolean offered(Caller caller) {
        return switch (config.addedBy()) {
            case ADMINISTRATORS -> caller.role() == Role.ADMIN;
            case MEMBERS -> !caller.guest();
        };
    }

    private boolean mayAdd(Caller caller) {
        return switch (config.addedBy()) {
            case ADMINISTRATORS -> administrators.include(caller.user());
            case MEMBERS -> !caller.guest();
        };
    }

    /**
     * Reads a file to its end and adds what it shows. The same again is answered by what is there.
     *
     * @param length how many bytes its sender announces, if any
     */
    public Reply<Kept> add(Caller caller, String name, OptionalLong length, InputStream file) {
        if (!mayAdd(caller)) {
            return notTheirs();
        }
        long wait = limiter.take(RateLimiter.Limit.OWN, caller.user().toString());
        if (wait > 0) {
            return Reply.rateLimited("too many changes", wait);
        }
        Optional<EmojiName> good = EmojiName.parse(name);
        if (good.isEmpty()) {
            return Reply.refused(ErrorCode.BAD_REQUEST, "name must be " + EmojiName.RULE);
        }
        if (length.orElse(0) > config.largest()) {
            return tooLarge();
        }
        if (!places.tryAcquire()) {
            return Reply.unavailable("too many emoji at once", RETRY);
        }
        try {
            return switch (made(file)) {
                case Reply.Given<EmojiPicture>(EmojiPicture picture) -> keep(caller, good.get(), picture);
                case Reply.Refused<EmojiPicture> refused -> refused.as();
            };
        } finally {
            places.release();
        }
    }

    private Reply<EmojiPicture> made(InputStream file) {
        byte[] bytes;
        try {
            bytes = file.readNBytes(config.largest() + 1);
        } catch (IOException | RuntimeException gone) {
            LOG.debug("an emoji broke off", gone);
            return Reply.refused(ErrorCode.BAD_REQUEST, "the upload broke off");
        }
        return bytes.length > config.largest()
                ? tooLarge()
                : switch (maker.make(new ByteArrayInputStream(bytes))) {
                    case Outcome.Made(Map<Rendition, byte[]> pictures) ->
                        Optional.ofNullable(pictures.get(Rendition.EMOJI))
                                .map(this::looked)
                                .orElseGet(KeepEmoji::noPicture);
                    case Outcome.None none -> noPicture();
                };
    }

    /** What makes pictures is not believed, since it may be in the hands of the image. */
    private Reply<EmojiPicture> looked(byte[] made) {
        if (made.length > config.picture()) {
            return Reply.refused(ErrorCode.TOO_LARGE, "its picture has more than " + config.picture() + " bytes");
        }
        return SmallPicture.of(Rendition.EMOJI, made)
                .map(picture -> Reply.given(new EmojiPicture(picture.type(), picture.bytes())))
                .orElseGet(KeepEmoji::noPicture);
    }

    /** The right is asked again: the file may have been long in coming. */
    private Reply<Kept> keep(Caller caller, EmojiName name, EmojiPicture picture) {
        if (!mayAdd(caller)) {
            return notTheirs();
        }
        return switch (emojis.add(name, picture, caller.user(), config.most())) {
            case Added.New(CustomEmoji emoji) -> {
                LOG.info("{} added the emoji {}", caller.user(), name);
                yield Reply.given(new Kept(emoji, true));
            }
            case Added.Already(CustomEmoji emoji) -> Reply.given(new Kept(emoji, false));
            case Added.NameTaken() -> Reply.refused(ErrorCode.CONFLICT, "there is another emoji of that name");
            case Added.Full() ->
                Reply.refused(
                        ErrorCode.CONFLICT, "the workspace has " + config.most() + " emoji, the most there may be");
        };
    }

    /** What says the name of it stays as it is: reactions that are there, and texts. */
    public Reply<EmojiName> remove(Caller caller, String name) {
        boolean administrator = administrators.include(caller.user());
        if (!administrator && !mayAdd(caller)) {
            return notTheirs();
        }
        long wait = limiter.take(RateLimiter.Limit.OWN, caller.user().toString());
        if (wait > 0) {
            return Reply.rateLimited("too many changes", wait);
        }
        Optional<EmojiName> good = EmojiName.parse(name);
        if (good.isEmpty()) {
            return none();
        }
        return switch (emojis.remove(good.get(), caller.user(), administrator)) {
            case DONE -> {
                LOG.info("{} removed the emoji {}", caller.user(), good.get());
                yield Reply.given(good.get());
            }
            case NONE -> none();
            case NOT_THEIRS -> Reply.refused(ErrorCode.FORBIDDEN, "somebody else added that emoji");
        };
    }

    private static <T> Reply<T> notTheirs() {
        return Reply.refused(ErrorCode.FORBIDDEN, "the emoji of this workspace are not yours to change");
    }

    private static <T> Reply<T> none() {
        return Reply.refused(ErrorCode.NOT_FOUND, "no such emoji");
    }

    private static <T> Reply<T> noPicture() {
        return Reply.refused(ErrorCode.BAD_REQUEST, "the file is no picture that can be shown: PNG, JPEG, GIF or WebP");
    }

    private <T> Reply<T> tooLarge() {
        return Reply.refused(ErrorCode.TOO_LARGE, "the file has more than " + config.largest() + " bytes");
    }
}
