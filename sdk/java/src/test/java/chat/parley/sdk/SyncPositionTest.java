package chat.parley.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyncPositionTest {
    @Test
    void isReadAsItWasWritten() throws IOException {
        SyncPosition position = new SyncPosition("i.42", Map.of("c1", new SyncPosition.Reached(7, 9)));
        assertThat(SyncPosition.fromJson(position.toJson())).isEqualTo(position);
    }

    @Test
    void ignoresWhatANewerVersionAddsAndRefusesWhatIsDamaged() throws IOException {
        String newer = "{\"cursor\":\"x\",\"conversations\":{\"c\":{\"last\":1,\"head\":2,\"more\":3}},\"new\":{}}";
        assertThat(SyncPosition.fromJson(newer).conversations()).containsKey("c");
        for (String damaged : List.of("", "{}", "{\"cursor\":null,\"conversations\":{}}", "[", "{\"cursor\":\"x\"}")) {
            assertThrows(IOException.class, () -> SyncPosition.fromJson(damaged), damaged);
        }
    }
}
