package chat.parley.core.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A word of a text, or one character of a script that writes no spaces between words. Texts that are indexed, queries and
 * snippets are cut in this one way, so that what was found can be shown.
 *
 * @param form what words are compared by: lower case, no accents, compatible forms made one, at most {@link #LONGEST}
 *     characters
 * @param start where it begins in the text, in UTF-16 units
 * @param end where it ends
 * @param ideograph whether it is one character of several that are written together
 */
public record Word(String form, int start, int end, boolean ideograph) {
    /** What is longer is cut, in texts and queries alike. */
    public static final int LONGEST = 64;

    private static final Set<UnicodeScript> WITHOUT_SPACES = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    /** Written among kana, and of no script of its own. */
    private static final int PROLONGED_SOUND = 0x30FC;

    /** Combining Diacritical Marks: the accents of alphabets. Vowel signs of other scripts are no accents. */
    private static final int FIRST_ACCENT = 0x300;

    private static final int LAST_ACCENT = 0x36F;

    /** The words of a text in their order; their places in the list are their positions. */
    public static List<Word> of(String text) {
        List<Word> words = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int first = text.codePointAt(start);
            int end = start + Character.charCount(first);
            boolean ideograph = ideograph(first);
            while (!ideograph && belongs(first) && end < text.length()) {
                int next = text.codePointAt(end);
                if (!belongs(next) || ideograph(next)) {
                    break;
                }
                end += Character.charCount(next);
            }
            if (belongs(first)) {
                String form = form(text.substring(start, end));
                if (!form.isEmpty()) {
                    words.add(new Word(form, start, end, ideograph));
                }
            }
            start = end;
        }
        return words;
    }

    private static boolean ideograph(int codePoint) {
        return codePoint == PROLONGED_SOUND
                || (belongs(codePoint) && WITHOUT_SPACES.contains(UnicodeScript.of(codePoint)));
    }

    private static boolean belongs(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> Character.isLetterOrDigit(codePoint);
        };
    }

    private static String form(String written) {
        String lower = Normalizer.normalize(written, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        int[] kept = lower.codePoints()
                .filter(codePoint -> belongs(codePoint) && (codePoint < FIRST_ACCENT || codePoint > LAST_ACCENT))
                .toArray();
        String form = Normalizer.normalize(new String(kept, 0, kept.length), Normalizer.Form.NFC);
        return form.codePointCount(0, form.length()) <= LONGEST
                ? form
                : form.substring(0, form.offsetByCodePoints(0, LONGEST));
    }
}
