package chat.parley.core.attachment;

import chat.parley.core.account.Caller;
import chat.parley.core.attachment.Attachments.Bounds;
import chat.parley.core.id.AttachmentId;
import chat.parley.core.id.IdSource;
import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes files in. A file belongs to its uploader until a message takes it along. */
public final class TakeUploads {
    private static final Logger LOG = LoggerFactory.getLogger(TakeUploads.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Attachments attachments;
    private final AttachmentFiles files;
    private final ScanUploads scans;
    private final IdSource ids;
    private final AttachmentConfig config;
    private final Runnable images;
    private final Semaphore places;
    /** How many uploads of each user are on their way. */
    private final Map<UserId, Integer> running = new ConcurrentHashMap<>();

    /** @param images is told that there is another image, and does not block */
    public TakeUploads(
            Attachments attachments,
            AttachmentFiles files,
            ScanUploads scans,
            IdSource ids,
            AttachmentConfig config,
            Runnable images) {
        this.attachments = attachments;
        this.files = files;
        this.scans = scans;
        this.ids = ids;
        this.config = config;
        this.images = images;
        this.places = new Semaphore(config.concurrent());
    }

    /**
     * Reads the bytes to their end and keeps them, or nothing of them.
     *
     * @param length how many bytes its sender announces, if any
     */
    public Reply<Attachment> take(Caller caller, String name, OptionalLong length, InputStream bytes) {
        if (length.isPresent() && length.getAsLong() > config.largest()) {
            return tooLarge();
        }
        UserId user = caller.user();
        try {
            return running.merge(user, 1, Integer::sum) > config.concurrentOfUser()
                    ? Reply.rateLimited("too many uploads of yours at once", RETRY.toMillis())
                    : inPlace(user, name, length.orElse(config.largest()), bytes);
        } finally {
            running.computeIfPresent(user, (one, uploads) -> uploads == 1 ? null : uploads - 1);
        }
    }

    private Reply<Attachment> inPlace(UserId user, String name, long most, InputStream bytes) {
        if (!places.tryAcquire()) {
            return Reply.unavailable("too many uploads at once", RETRY);
        }
        try {
            AttachmentId id = ids.attachment();
            Bounds bounds = new Bounds(config.unsent(), config.unsentBytes());
            return attachments.begin(id, user, most, bounds)
                    ? receive(id, user, FileName.of(name), new Incoming(bytes, most))
                    : Reply.refused(ErrorCode.CONFLICT, "too many uploads that were not sent yet");
        } finally {
            places.release();
        }
    }

    private Reply<Attachment> receive(AttachmentId id, UserId user, String name, Incoming bytes) {
        Reply<Attachment> written = write(id, name, bytes);
        Reply<Attachment> reply =
                written instanceof Reply.Given<Attachment>(Attachment file) ? scans.judge(user, file) : written;
        switch (reply) {
            case Reply.Given<Attachment>(Attachment attachment) -> complete(attachment);
            case Reply.Refused<Attachment> refused -> discard(id);
        }
        return reply;
    }

    private void complete(Attachment attachment) {
        attachments.complete(attachment);
        if (attachment.image()) {
            images.run();
        }
    }

    private Reply<Attachment> write(AttachmentId id, String name, Incoming bytes) {
        WithoutMetadata clean = new WithoutMetadata(bytes);
        Kept kept = new Kept(clean);
        try {
            files.write(id, Rendition.ORIGINAL, kept);
            return judge(id, name, kept, clean.orientation());
        } catch (Incoming.TooLarge tooLarge) {
            return tooLarge();
        } catch (Incoming.BrokenOff brokenOff) {
            return Reply.refused(ErrorCode.BAD_REQUEST, "the upload broke off");
        } catch (IOException failed) {
            LOG.warn("an upload could not be kept: {}", failed.toString());
            return Reply.unavailable("the file cannot be kept now", RETRY);
        }
    }

    /** An image whose size cannot be read is a file like any other, and is never shown in place. */
    private Reply<Attachment> judge(AttachmentId id, String name, Kept bytes, int orientation) {
        if (bytes.count() == 0) {
            return Reply.refused(ErrorCode.BAD_REQUEST, "the file is empty");
        }
        String type = FileType.of(bytes.head());
        Optional<ImageSize> size = ImageHeader.size(type, bytes.head());
        if (size.isPresent() && size.get().pixels() > config.imagePixels()) {
            return Reply.refused(ErrorCode.TOO_LARGE, "the image has more than " + config.imagePixels() + " pixels");
        }
        ImageSize shown = size.map(found -> found.turned(orientation)).orElse(null);
        return Reply.given(new Attachment(id, name, type, bytes.count(), shown));
    }

    /** Where this fails the sweep comes for it: its note stays. */
    private void discard(AttachmentId id) {
        try {
            files.delete(id);
            attachments.forget(id);
        } catch (IOException failed) {
            LOG.warn("what is left of an upload could not be deleted now: {}", failed.toString());
        }
    }

    private Reply<Attachment> tooLarge() {
        return Reply.refused(ErrorCode.TOO_LARGE, "the file has more than " + config.largest() + " bytes");
    }
}
