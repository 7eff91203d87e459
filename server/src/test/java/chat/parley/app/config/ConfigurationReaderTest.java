package chat.parley.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReaderTest {
    private static final List<Section<?>> SECTIONS =
            List.of(new Section<>("sample", "Sample", SampleConfig.defaults()));

    @TempDir
    Path directory;

    @Test
    void givesTheDefaultsWhereNothingIsSaid() {
        assertThat(read(Map.of(), Map.of())).isEqualTo(SampleConfig.defaults());
    }

    @Test
    void readsEveryTypeFromAFile() throws IOException {
        Path file = file("""
                sample:
                  port: 9000
                  bodyLimit: 256KiB
                  helloTimeout: 2m
                  enabled: off
                  colour: dark-blue
                  origins: [https://a.example, https://b.example]
                  data: /srv/data
                  share: 0.25
                  url: postgresql://me@db.example/chat
                  inner:
                    rate: 7
                """);
        SampleConfig sample = ConfigurationReader.read(SECTIONS, new Inputs(Optional.of(file), Map.of(), Map.of()))
                .of(SampleConfig.class);
        assertThat(sample)
                .isEqualTo(new SampleConfig(
                        9000,
                        262_144,
                        Duration.ofMinutes(2),
                        false,
                        SampleConfig.Colour.DARK_BLUE,
                        List.of("https://a.example", "https://b.example"),
                        Path.of("/srv/data"),
                        0.25,
                        Optional.of(URI.create("postgresql://me@db.example/chat")),
                        new SampleConfig.Inner(7)));
    }

    @Test
    void letsFlagsWinOverTheEnvironmentOverTheFile() throws IOException {
        Path file = file("sample:\n  port: 1\n  share: 0.1\n  inner.rate: 1\n");
        Configuration configuration = ConfigurationReader.read(
                SECTIONS,
                new Inputs(
                        Optional.of(file),
                        Map.of("PARLEY_SAMPLE_PORT", "2", "PARLEY_SAMPLE_INNER_RATE", "2", "PATH", "/bin"),
                        Map.of("sample.port", "3")));
        SampleConfig sample = configuration.of(SampleConfig.class);
        assertThat(List.of(sample.port(), sample.inner().rate(), sample.share()))
                .isEqualTo(List.of(3, 2, 0.1));
        assertThat(configuration.values())
                .contains(
                        new Configuration.Effective("sample.port", "3", Source.FLAG),
                        new Configuration.Effective("sample.inner.rate", "2", Source.ENVIRONMENT),
                        new Configuration.Effective("sample.share", "0.1", Source.FILE),
                        new Configuration.Effective("sample.enabled", "true", Source.DEFAULT));
    }

    @Test
    void refusesUnknownKeysWithTheNearestKnownOne() throws IOException {
        Path file = file("sample:\n  prot: 1\n");
        assertThatThrownBy(() -> ConfigurationReader.read(
                        SECTIONS,
                        new Inputs(
                                Optional.of(file),
                                Map.of("PARLEY_SAMPLE_HELLOTIMEOUT", "1s"),
                                Map.of("sample.bodyLimt", "1"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sample.prot: is unknown; did you mean sample.port?")
                .hasMessageContaining(
                        "PARLEY_SAMPLE_HELLOTIMEOUT: is unknown; did you mean PARLEY_SAMPLE_HELLO_TIMEOUT?")
                .hasMessageContaining("flag sample.bodyLimt: is unknown; did you mean sample.bodyLimit?");
    }

    @Test
    void saysWhatWouldBeRightWhereAValueCannotBeRead() {
        assertThatThrownBy(() -> read(
                        Map.of(
                                "PARLEY_SAMPLE_PORT", "many",
                                "PARLEY_SAMPLE_HELLO_TIMEOUT", "10",
                                "PARLEY_SAMPLE_BODY_LIMIT", "1MB",
                                "PARLEY_SAMPLE_ENABLED", "perhaps",
                                "PARLEY_SAMPLE_COLOUR", "green"),
                        Map.of()))
                .hasMessageContaining("PARLEY_SAMPLE_PORT: must be a whole number, not 'many'")
                .hasMessageContaining(
                        "PARLEY_SAMPLE_HELLO_TIMEOUT: must be a time such as 500ms, 30s, 10m, 24h or 30d, not '10'")
                .hasMessageContaining("PARLEY_SAMPLE_BODY_LIMIT: must be a size such as 64KiB, 1MiB or 1GiB, not '1MB'")
                .hasMessageContaining("PARLEY_SAMPLE_ENABLED: must be true or false, not 'perhaps'")
                .hasMessageContaining("PARLEY_SAMPLE_COLOUR: must be red or dark-blue, not 'green'");
    }

    @Test
    void refusesWhatTheRecordRefuses() {
        assertThatThrownBy(() -> read(Map.of(), Map.of("sample.port", "-1")))
                .hasMessage("sample: port must be 0 or more, not -1");
    }

    @Test
    void refusesAFileThatIsMissingOrNoYaml() throws IOException {
        assertThatThrownBy(() -> readFile(directory.resolve("none.yaml"))).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> readFile(file("a: [1"))).hasMessageContaining("is not YAML");
        assertThatThrownBy(() -> readFile(file("just text"))).hasMessageContaining("must hold sections");
        assertThat(readFile(file("")).of(SampleConfig.class)).isEqualTo(SampleConfig.defaults());
    }

    @Test
    void masksPasswordsWhereverValuesAreShown() {
        Configuration configuration = ConfigurationReader.read(
                SECTIONS,
                new Inputs(
                        Optional.empty(),
                        Map.of(),
                        Map.of(
                                "sample.url",
                                "postgresql://me:pass@word@db.example/chat?password=hush&sslmode=require")));
        assertThat(configuration.values())
                .contains(new Configuration.Effective(
                        "sample.url", "postgresql://me:***@db.example/chat?password=***&sslmode=require", Source.FLAG));
        assertThat(ConfigurationReader.read(
                                SECTIONS,
                                new Inputs(
                                        Optional.empty(),
                                        Map.of(),
                                        Map.of("sample.url", "postgresql://me:pa/ss@db/chat")))
                        .values())
                .contains(new Configuration.Effective("sample.url", "postgresql://me:***@db/chat", Source.FLAG));
        assertThatThrownBy(() -> read(Map.of(), Map.of("sample.url", "postgresql://me:pass word@db/chat")))
                .hasMessageContaining("flag sample.url: must be a URL")
                .hasMessageNotContaining("pass word");
    }

    private Configuration readFile(Path file) {
        return ConfigurationReader.read(SECTIONS, new Inputs(Optional.of(file), Map.of(), Map.of()));
    }

    private static SampleConfig read(Map<String, String> environment, Map<String, String> flags) {
        return ConfigurationReader.read(SECTIONS, new Inputs(Optional.empty(), environment, flags))
                .of(SampleConfig.class);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("parley.yaml"), text);
    }
}
