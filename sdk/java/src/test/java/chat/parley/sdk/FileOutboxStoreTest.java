package chat.parley.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.wire.ClientFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOutboxStoreTest {
    @TempDir
    private Path directory;

    @Test
    void keepsMessagesAndTheirOrderOverTheEndOfAProgram() throws IOException {
        List<PendingSend> sends = new ArrayList<>();
        FileOutboxStore store = opened();
        for (int i = 0; i < 12; i++) {
            PendingSend send = send("text " + i);
            sends.add(send);
            store.add(send);
        }
        assertThat(opened().load()).isEqualTo(sends);
    }

    @Test
    void forgetsWhatIsRemovedAndAddsBehindTheRest() throws IOException {
        FileOutboxStore store = opened();
        PendingSend first = send("first");
        PendingSend second = send("second");
        store.add(first);
        store.add(second);
        FileOutboxStore next = new FileOutboxStore(directory);
        next.load();
        next.remove(first);
        PendingSend third = send("third");
        next.add(third);
        assertThat(opened().load()).containsExactly(second, third);
    }

    @Test
    void ignoresAMessageThatWasNotFullyWritten() throws IOException {
        FileOutboxStore store = opened();
        PendingSend whole = send("whole");
        store.add(whole);
        Files.writeString(directory.resolve("new"), "{\"op\":\"send\",\"ri");
        assertThat(opened().load()).containsExactly(whole);
    }

    @Test
    void leavesADamagedMessageWhereItIs() throws IOException {
        FileOutboxStore store = opened();
        store.add(send("first"));
        Path damaged = directory.resolve("0000000000000000000.json");
        Files.writeString(damaged, "{");
        PendingSend second = send("second");
        store.add(second);
        assertThat(opened().load()).containsExactly(second);
        assertThat(damaged).exists();
    }

    private FileOutboxStore opened() throws IOException {
        return new FileOutboxStore(directory);
    }

    private static PendingSend send(String text) {
        return new PendingSend("c1", ClientFrame.Draft.plain(MessageIds.next(), text));
    }
}
