package chat.parley.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"ab", "party-parrot", "+1", "a_b-c+d", "12345678901234567890123456789012"})
    void readsNames(String name) {
        assertThat(EmojiName.parse(name)).contains(new EmojiName(name));
        assertThat(EmojiName.inColons(":" + name + ":")).map(EmojiName::written).contains(":" + name + ":");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "Ab",
                "a b",
                "a:b",
                "é!",
                "a/b",
                "..",
                "<b>",
                "ab\n",
                "123456789012345678901234567890123"
            })
    void takesNothingElse(String name) {
        assertThat(EmojiName.parse(name)).isEmpty();
        assertThat(EmojiName.inColons(":" + name + ":")).isEmpty();
    }

    @Test
    void aNameStandsBetweenTwoColons() {
        assertThat(EmojiName.inColons("party")).isEmpty();
        assertThat(EmojiName.inColons(":party")).isEmpty();
        assertThat(EmojiName.inColons("party:")).isEmpty();
        assertThat(EmojiName.inColons(":")).isEmpty();
        assertThat(EmojiName.inColons("::")).isEmpty();
        assertThat(EmojiName.inColons("::party::")).isEmpty();
    }
}
