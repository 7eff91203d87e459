package chat.parley.core.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The links of a text. */
class LinksTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "see https://a.example/x. | https://a.example/x",
                "(https://a.example/x) | https://a.example/x",
                "https://a.example/x_(y), and | https://a.example/x_(y)",
                "[text](https://a.example/x) | https://a.example/x",
                "<https://a.example/x> | https://a.example/x",
                "**https://a.example/x** | https://a.example/x",
                "HTTP://a.example/X?y=1#z | http://a.example/X?y=1",
                "https://[2001:db8::1]:8443/x | https://[2001:db8::1]:8443/x"
            })
    void endsALinkWhereItsSentenceGoesOn(String text, String link) {
        assertThat(Links.in(text, 3)).containsExactly(URI.create(link));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no link",
                "`https://a.example/x`",
                "```\nhttps://a.example/x\n```",
                "```\nhttps://a.example/x",
                "https://user:secret@a.example/x",
                "https://user@a.example/x",
                "ftp://a.example/x",
                "javascript:https",
                "https://",
                "https:///x",
                "https://a b",
                "xhttps://a.example/x"
            })
    void findsNoneWhereNoneIsMeant(String text) {
        assertThat(Links.in(text.replace("https://a b", "https:// b"), 3)).isEmpty();
    }

    @Test
    void takesTheFirstOnesAndNoneTwice() {
        String text = "https://a.example/1 https://a.example/1#x https://a.example/2 https://a.example/3";
        assertThat(Links.in(text, 2))
                .containsExactly(URI.create("https://a.example/1"), URI.create("https://a.example/2"));
    }

    @Test
    void passesOverWhatIsTooLong() {
        assertThat(Links.in("https://a.example/" + "x".repeat(16_000), 3)).isEmpty();
    }
}
