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
        files().write(ID, Rendition.ORIGINAL, new ByteArrayInputStream(bytes));
        try (InputStream all = files().read(ID, Rendition.ORIGINAL, 0).orElseThrow();
                InputStream end =
                        files().read(ID, Rendition.ORIGINAL, bytes.length - 1).orElseThrow()) {
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
        assertThatThrownBy(() -> files().write(
                                ID,
                                Rendition.ORIGINAL,
                                new SequenceInputStream(new ByteArrayInputStream(new byte[9]), broken)))
                .isInstanceOf(IOException.class)
                .hasMessage("broken off");
        assertThat(files().read(ID, Rendition.ORIGINAL, 0)).isEmpty();
        files().delete(ID);
        files().write(ID, Rendition.ORIGINAL, new ByteArrayInputStream(new byte[9]));
        assertThat(files().read(ID, Rendition.ORIGINAL, 0)).isPresent();
    }

    @Test
    default void deletesOnceAndForAll() throws IOException {
        files().write(ID, Rendition.ORIGINAL, new ByteArrayInputStream(new byte[9]));
        files().delete(ID);
        files().delete(ID);
        assertThat(files().read(ID, Rendition.ORIGINAL, 0)).isEmpty();
    }

    @Test
    default void keepsThumbnailsBesideTheOriginalAndDeletesThemWithIt() throws IOException {
        for (Rendition rendition : Rendition.values()) {
            files().write(ID, rendition, new ByteArrayInputStream(new byte[rendition.pixels() + 1]));
        }
        files().write(ID, Rendition.SMALL, new ByteArrayInputStream(new byte[7]));
        try (InputStream original = files().read(ID, Rendition.ORIGINAL, 0).orElseThrow();
                InputStream small = files().read(ID, Rendition.SMALL, 0).orElseThrow();
                InputStream large = files().read(ID, Rendition.LARGE, 1_000).orElseThrow()) {
            assertThat(original.readAllBytes()).hasSize(1);
            assertThat(small.readAllBytes()).as("made once more").hasSize(7);
            assertThat(large.readAllBytes()).hasSize(201);
        }
        files().delete(ID);
        for (Rendition rendition : Rendition.values()) {
            assertThat(files().read(ID, rendition, 0)).isEmpty();
        }
    }
}
