package chat.parley.core.emoji;

import chat.parley.core.id.UserId;
import chat.parley.core.message.EmojiName;
import java.util.List;
import java.util.Optional;

/**
 * The emoji of the workspace, with their pictures.
 *
 * <p>Atomicity: each call is one transaction; two that add are one after the other, so that neither a name nor the bound is passed
 * by both. One that is removed is gone for reactions in the same moment: the log looks at the same rows, under its lock.
 * Threads: blocks; call it on a virtual thread. Failure: {@link java.io.UncheckedIOException} where the store cannot be
 * reached.
 */
public interface CustomEmojis {
    /** All of them, by name. */
    List<CustomEmoji> all();

    /** The picture of this name, while an emoji has it. */
    Optional<EmojiPicture> picture(String id);

    /** @param most how many there may be */
    Added add(EmojiName name, EmojiPicture picture, UserId by, int most);

    /** @param others whether those that somebody else added may be removed, too */
    Removed remove(EmojiName name, UserId by, boolean others);

    /** What became of adding one. */
    sealed interface Added {
        record New(CustomEmoji emoji) implements Added {}

        /** It was there, with the same picture. */
        record Already(CustomEmoji emoji) implements Added {}

        record NameTaken() implements Added {}

        record Full() implements Added {}
    }

    /** What became of removing one. */
    enum Removed {
        DONE,
        NONE,
        NOT_THEIRS
    }
}
