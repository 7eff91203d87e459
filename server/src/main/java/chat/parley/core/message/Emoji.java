package chat.parley.core.message;

import java.util.Optional;

/**
 * One emoji in its one spelling.
 *
 * <p>What an emoji is comes from the properties of the JDK's Unicode ({@link Character#isEmoji} and its sisters) and the
 * grammar of UTS #51, section 1.4.9: a flag, or elements joined by U+200D, each of a base with at most one of a skin tone,
 * U+FE0F, a keycap or a run of tags. That takes every emoji there is, and sequences that nobody has drawn. Characters of
 * ASCII and such as © that are emoji by property but text by habit count only with what makes an emoji of them.
 *
 * <p>Many emoji may be written with and without U+FE0F. {@link #value} is the fully qualified form: with it exactly behind a
 * base that would else be shown as text, so that one emoji is one reaction however a keyboard spells it.
 */
public final class Emoji {
    /** The longest emoji there is has 14 code points, the flag of a subdivision; families have 11. */
    static final int CODE_POINTS = 16;

    private static final int JOINER = 0x200D;
    private static final int SHOWN_AS_EMOJI = 0xFE0F;
    private static final int KEYCAP = 0x20E3;
    private static final int LAST_OF_LATIN_1 = 0xFF;

    private final int[] source;
    private final StringBuilder spelt = new StringBuilder();
    private int at;

    private Emoji(int[] source) {
        this.source = source;
    }

    /** The one spelling of the emoji that this text is, or empty where it is not exactly one. */
    public static Optional<String> value(String text) {
        if (text.isEmpty() || text.length() > 2 * CODE_POINTS) {
            return Optional.empty();
        }
        Emoji emoji = new Emoji(text.codePoints().toArray());
        boolean one = emoji.source.length <= CODE_POINTS && emoji.sequence() && emoji.at == emoji.source.length;
        return one ? Optional.of(emoji.spelt.toString()) : Optional.empty();
    }

    private boolean sequence() {
        if (!part()) {
            return false;
        }
        while (next() == JOINER) {
            take();
            if (!part()) {
                return false;
            }
        }
        return true;
    }

    private boolean part() {
        return regional(next()) ? flag() : element();
    }

    private boolean flag() {
        take();
        if (!regional(next())) {
            return false;
        }
        take();
        return true;
    }

    private boolean element() {
        int base = next();
        if (base < 0 || !Character.isEmoji(base)) {
            return false;
        }
        take();
        if (next() >= 0 && Character.isEmojiModifier(next()) && Character.isEmojiModifierBase(base)) {
            take();
            return true;
        }
        boolean asked = next() == SHOWN_AS_EMOJI;
        at += asked ? 1 : 0;
        if (!Character.isEmojiPresentation(base)) {
            spelt.appendCodePoint(SHOWN_AS_EMOJI);
        }
        if (keyed(base)) {
            return keycap();
        }
        return tags() && (asked || base > LAST_OF_LATIN_1);
    }

    private boolean keycap() {
        if (next() != KEYCAP) {
            return false;
        }
        take();
        return true;
    }

    /** A run of tags and its end, or nothing. */
    private boolean tags() {
        if (!tag(next())) {
            return true;
        }
        while (tag(next())) {
            take();
        }
        if (next() != 0xE007F) {
            return false;
        }
        take();
        return true;
    }

    private int next() {
        return at < source.length ? source[at] : -1;
    }

    private void take() {
        spelt.appendCodePoint(source[at++]);
    }

    private static boolean keyed(int base) {
        return (base >= '0' && base <= '9') || base == '#' || base == '*';
    }

    private static boolean regional(int codePoint) {
        return codePoint >= 0x1F1E6 && codePoint <= 0x1F1FF;
    }

    private static boolean tag(int codePoint) {
        return codePoint >= 0xE0020 && codePoint <= 0xE007E;
    }
}
