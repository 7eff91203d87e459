package chat.parley.core.attachment;

import chat.parley.core.attachment.ThumbnailMaker.Outcome;
import chat.parley.core.id.AttachmentId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the thumbnails that are missing. Nobody waits for it: an image without one is shown as it is. */
public final class MakeThumbnails {
    private static final Logger LOG = LoggerFactory.getLogger(MakeThumbnails.class);

    private final Thumbnails thumbnails;
    private final AttachmentFiles files;
    private final ThumbnailMaker maker;
    private final ThumbnailConfig config;

    public MakeThumbnails(Thumbnails thumbnails, AttachmentFiles files, ThumbnailMaker maker, ThumbnailConfig config) {
        this.thumbnails = thumbnails;
        this.files = files;
        this.maker = maker;
        this.config = config;
    }

    /** What came of one image. */
    public sealed interface Result {
        /** @param bytes of all of them together */
        record Made(long bytes) implements Result {}

        record Failed(String reason) implements Result {}
    }

    /**
     * Takes one image from the list; empty where there is none.
     *
     * @throws java.io.UncheckedIOException where the store cannot be reached
     */
    public Optional<Result> one() {
        return thumbnails.claim(config.lease()).map(this::one);
    }

    private Result one(AttachmentId id) {
        try {
            return switch (make(id)) {
                case Outcome.Made(Map<Rendition, byte[]> pictures) -> keep(id, pictures);
                case Outcome.None(String reason) -> failed(id, reason);
            };
        } catch (IOException failed) {
            LOG.warn("thumbnails could not be read or written now: {}", failed.toString());
            return failed(id, "files");
        }
    }

    private Outcome make(AttachmentId id) throws IOException {
        Optional<InputStream> image = files.read(id, Rendition.ORIGINAL, 0);
        if (image.isEmpty()) {
            return new Outcome.None("missing");
        }
        try (InputStream bytes = image.get()) {
            return maker.make(bytes);
        }
    }

    private Result keep(AttachmentId id, Map<Rendition, byte[]> pictures) throws IOException {
        List<Thumbnail> made = new ArrayList<>();
        for (Map.Entry<Rendition, byte[]> each : pictures.entrySet()) {
            Optional<SmallPicture> picture = SmallPicture.of(each.getKey(), each.getValue());
            if (picture.isEmpty()) {
                return failed(id, "nonsense");
            }
            byte[] bytes = picture.get().bytes();
            files.write(id, each.getKey(), new ByteArrayInputStream(bytes));
            made.add(new Thumbnail(each.getKey(), picture.get().type(), bytes.length));
        }
        if (!thumbnails.made(id, made)) {
            files.delete(id);
        }
        return new Result.Made(made.stream().mapToLong(Thumbnail::bytes).sum());
    }

    private Result failed(AttachmentId id, String reason) {
        thumbnails.failed(id, config.retryAfter());
        return new Result.Failed(reason);
    }
}
