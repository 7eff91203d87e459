package chat.parley.core.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.core.id.AttachmentId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link AttachmentFiles} promises; its test supplies the subject. */
public interface AttachmentFilesContract {
    AttachmentId ID = new AttachmentId(123_456_789);

    /** On the same bytes each time it is asked within a test. */
    AttachmentFiles files();

    @Test
    default void keepsBytesAndGivesThemFromAnyPlace() throws IOException {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        files().write(ID, new ByteArrayInputStream(bytes));
        try (InputStream all = files().read(ID, 0).orElseThrow();
                InputStream end = files().read(ID, bytes.length - 1).orElseThrow()) {
            assertThat(all.readAllBytes()).isEqualTo(bytes);
            assertThat(end.readAllBytes()).containsExactly(bytes[bytes.length - 1]);
        }
    }

    @Test
    default void keepsNothingOfWhatBrokeOff() throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken off");
            }
        };
        assertThatThrownBy(
                        () -> files().write(ID, new SequenceInputStream(new ByteArrayInputStream(new byte[9]), broken)))
                .isInstanceOf(IOException.class)
                .hasMessage("broken off");
        assertThat(files().read(ID, 0)).isEmpty();
        files().delete(ID);
        files().write(ID, new ByteArrayInputStream(new byte[9]));
        assertThat(files().read(ID, 0)).isPresent();
    }

    @Test
    default void deletesOnceAndForAll() throws IOException {
        files().write(ID, new ByteArrayInputStream(new byte[9]));
        files().delete(ID);
        files().delete(ID);
        assertThat(files().read(ID, 0)).isEmpty();
    }
}
