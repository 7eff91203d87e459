package chat.parley.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentTest {
    @Test
    void tellsLinksFilesAndImagesApart() {
        assertThat(Content.of("see https://a.example/x", false)).containsExactly(Content.LINK);
        assertThat(Content.of("https://a.example/x.PDF?v=1", false)).containsExactly(Content.LINK, Content.FILE);
        assertThat(Content.of("![a](https://a.example/b.png)", false)).containsExactly(Content.LINK, Content.IMAGE);
        assertThat(Content.of("https://example.zip and a.png", false)).containsExactly(Content.LINK);
        assertThat(Content.of("look", true)).containsExactly(Content.FILE);
        assertThat(Content.of("look", false)).isEmpty();
    }
}
