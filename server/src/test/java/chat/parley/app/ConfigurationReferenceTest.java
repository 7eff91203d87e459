package chat.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.app.config.ReferencePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "configuration.md");

    /** After a change of a record: {@code mvn -pl server -am test -Dtest=ConfigurationReferenceTest -Dparley.regenerate=true}. */
    @Test
    void thePageSaysWhatTheRecordsSay() throws IOException {
        String page = ReferencePage.markdown(Sections.ALL);
        if (Boolean.getBoolean("parley.regenerate")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/reference/configuration.md is out of date: regenerate it with -Dparley.regenerate=true")
                .isEqualTo(page);
    }

    @Test
    void everyValueIsExplained() {
        assertThat(ReferencePage.markdown(Sections.ALL).lines().filter(line -> line.startsWith("| `")))
                .isNotEmpty()
                .allMatch(line -> line.endsWith(". |") || line.endsWith(".) |"));
    }
}
