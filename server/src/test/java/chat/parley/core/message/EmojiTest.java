package chat.parley.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Code points are written as numbers: half of them cannot be seen. */
class EmojiTest {
    private static String text(int... codePoints) {
        return IntStream.of(codePoints).mapToObj(Character::toString).collect(Collectors.joining());
    }

    @Test
    void takesEmojiOfEveryForm() {
        for (String emoji : List.of(
                text(0x1F44D),
                text(0x1F44D, 0x1F3FD),
                text(0x2764, 0xFE0F),
                text(0x2764, 0xFE0F, 0x200D, 0x1F525),
                text(0x31, 0xFE0F, 0x20E3),
                text(0x23, 0xFE0F, 0x20E3),
                text(0xA9, 0xFE0F),
                text(0x1F1E9, 0x1F1EA),
                text(0x1F468, 0x200D, 0x1F469, 0x200D, 0x1F467, 0x200D, 0x1F466),
                text(0x1F9D1, 0x1F3FB, 0x200D, 0x1F680),
                text(0x26F9, 0x1F3FE, 0x200D, 0x2640, 0xFE0F),
                text(0x1F3F4, 0x200D, 0x2620, 0xFE0F),
                text(0x1F441, 0xFE0F, 0x200D, 0x1F5E8, 0xFE0F),
                text(0x1F3F4, 0xE0067, 0xE0062, 0xE0073, 0xE0063, 0xE0074, 0xE007F),
                text(0x1F9D1, 0x1F3FB, 0x200D, 0x2764, 0xFE0F, 0x200D, 0x1F48B, 0x200D, 0x1F9D1, 0x1F3FF))) {
            assertThat(Emoji.value(emoji)).as(emoji).contains(emoji);
        }
    }

    @Test
    void spellsEachInOneWay() {
        Map.of(
                        text(0x2764), text(0x2764, 0xFE0F),
                        text(0x1F44D, 0xFE0F), text(0x1F44D),
                        text(0x2764, 0x200D, 0x1F525), text(0x2764, 0xFE0F, 0x200D, 0x1F525),
                        text(0x31, 0x20E3), text(0x31, 0xFE0F, 0x20E3),
                        text(0x26F9, 0x1F3FE, 0x200D, 0x2640), text(0x26F9, 0x1F3FE, 0x200D, 0x2640, 0xFE0F))
                .forEach((written, spelt) ->
                        assertThat(Emoji.value(written)).as(written).contains(spelt));
    }

    @Test
    void takesNothingElse() {
        for (String other : List.of(
                "",
                "a",
                "1",
                "#",
                "12",
                ":+1:",
                text(0xA9),
                text(0x31, 0xFE0F),
                text(0x200D),
                text(0xFE0F),
                text(0x20E3),
                text(0x1F1E9),
                text(0x1F1E9, 0x1F1EA, 0x1F1E9),
                text(0x1F44D, 0x1F44D),
                text(0x1F44D, 0x20),
                text(0x20, 0x1F44D),
                text(0x1F44D, 0x200D),
                text(0x200D, 0x1F44D),
                text(0x1F44D, 0xFE0F, 0xFE0F),
                text(0x2764, 0xFE0E),
                text(0x1F680, 0x1F3FB),
                text(0x1F3F4, 0xE0067, 0xE0062),
                text(0x1F3F4, 0xE007F),
                "\uD83D",
                "\uDC4D\uD83D",
                text(0x1F44D) + "\0",
                (text(0x1F44D, 0x200D)).repeat(8) + text(0x1F44D),
                "a".repeat(100_000))) {
            assertThat(Emoji.value(other)).as(other).isEmpty();
        }
    }
}
