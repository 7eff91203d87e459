package chat.parley.bench.scenario;

import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Words as a language has them: few that are everywhere, and many that are seldom (Zipf's law). */
final class Vocabulary {
    private static final int WORDS = 50_000;
    private static final String CONSONANTS = "bdfgklmnprstvz";
    private static final String VOWELS = "aeiou";
    private static final int SYLLABLES = CONSONANTS.length() * VOWELS.length();

    private Vocabulary() {}

    static String text(SplittableRandom random, int words) {
        return IntStream.range(0, words).mapToObj(_ -> word(random)).collect(Collectors.joining(" "));
    }

    static String word(SplittableRandom random) {
        return word((int) Math.pow(WORDS, random.nextDouble()));
    }

    /** The word of this rank; the frequent ones are short. */
    private static String word(int rank) {
        StringBuilder word = new StringBuilder();
        int rest = rank;
        do {
            int syllable = rest % SYLLABLES;
            word.append(CONSONANTS.charAt(syllable / VOWELS.length()))
                    .append(VOWELS.charAt(syllable % VOWELS.length()));
            rest /= SYLLABLES;
        } while (rest > 0);
        return word.toString();
    }
}
