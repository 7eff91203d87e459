package chat.parley.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTextTest {
    @ParameterizedTest
    @CsvSource({
        "port, 12, 12",
        "bodyLimit, 1048576B, 1MiB",
        "bodyLimit, 0, 0",
        "bodyLimit, 1536KiB, 1536KiB",
        "helloTimeout, 90s, 90s",
        "helloTimeout, 120000ms, 2m",
        "helloTimeout, 720h, 30d",
        "origins, 'a , b', 'a,b'",
        "colour, DARK-BLUE, dark-blue",
        "url, '', ''"
    })
    void writesTheShortestTextThatMeansTheValue(String key, String given, String expected) {
        Key found = Key.of(List.of(new Section<>("sample", "Sample", SampleConfig.defaults()))).stream()
                .filter(one -> one.name().equals("sample." + key))
                .findFirst()
                .orElseThrow();
        Type type = found.type();
        assertThat(ValueText.format(ValueText.parse(type, found.documentation(), given), found.documentation()))
                .isEqualTo(expected);
    }

    @Test
    void countsInsertionsDeletionsAndReplacements() {
        assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(NearestName.distance("", "abc")).isEqualTo(3);
        assertThat(NearestName.of("completely different", List.of("port"))).isEmpty();
    }
}
