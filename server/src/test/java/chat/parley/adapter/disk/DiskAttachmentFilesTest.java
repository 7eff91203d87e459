package chat.parley.adapter.disk;

import chat.parley.core.attachment.AttachmentFiles;
import chat.parley.core.attachment.AttachmentFilesContract;
import chat.parley.core.attachment.Rendition;
import chat.parley.core.id.AttachmentId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskAttachmentFilesTest implements AttachmentFilesContract {
    @TempDir
    Path directory;

    @Override
    public AttachmentFiles files() {
        return new DiskAttachmentFiles(directory.resolve("not-there-yet"), 0);
    }

    @Test
    void leavesTheSpareBytesOfTheDiskFree() throws IOException {
        AttachmentFiles greedy = new DiskAttachmentFiles(directory, Long.MAX_VALUE);
        AttachmentId id = new AttachmentId(7);
        Assertions.assertThatThrownBy(() -> greedy.write(id, Rendition.ORIGINAL, new ByteArrayInputStream(new byte[1])))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("free");
        Assertions.assertThat(greedy.read(id, Rendition.ORIGINAL, 0)).isEmpty();
    }
}
