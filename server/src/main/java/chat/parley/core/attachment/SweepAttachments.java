package chat.parley.core.attachment;

import chat.parley.core.id.AttachmentId;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the bytes of what was recalled, of what was never sent, and of uploads that a server's end cut off. */
public final class SweepAttachments {
    private static final Logger LOG = LoggerFactory.getLogger(SweepAttachments.class);
    private static final int AT_ONCE = 500;

    private final Attachments attachments;
    private final AttachmentFiles files;
    private final InstantSource clock;
    private final AttachmentConfig config;

    public SweepAttachments(
            Attachments attachments, AttachmentFiles files, InstantSource clock, AttachmentConfig config) {
        this.attachments = attachments;
        this.files = files;
        this.clock = clock;
        this.config = config;
    }

    /**
     * Looks once, and deletes at most 500; what cannot be deleted now comes again. Answers how many it deleted.
     *
     * @throws java.io.UncheckedIOException where the store cannot be reached
     */
    public int sweep() {
        List<AttachmentId> gone = new ArrayList<>();
        for (AttachmentId id : attachments.condemn(clock.instant().minus(config.unsentFor()), AT_ONCE)) {
            try {
                files.delete(id);
                gone.add(id);
            } catch (IOException failed) {
                LOG.warn("an attachment could not be deleted now: {}", failed.toString());
            }
        }
        attachments.deleted(gone);
        return gone.size();
    }
}
