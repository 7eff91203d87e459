package chat.parley.core.attachment;

import chat.parley.core.attachment.FileScanner.Verdict;
import chat.parley.core.id.AttachmentId;
import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has whole files looked into before anybody may have them. */
public final class ScanUploads {
    private static final Logger LOG = LoggerFactory.getLogger(ScanUploads.class);
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final AttachmentFiles files;
    private final Optional<FileScanner> scanner;
    private final boolean acceptUnscanned;

    /** @param scanner none where whoever runs the server wants none */
    public ScanUploads(AttachmentFiles files, Optional<FileScanner> scanner, boolean acceptUnscanned) {
        this.files = files;
        this.scanner = scanner;
        this.acceptUnscanned = acceptUnscanned;
    }

    /** The file, where nothing speaks against it. */
    Reply<Attachment> judge(UserId uploader, Attachment file) {
        if (scanner.isEmpty()) {
            return Reply.given(file);
        }
        return switch (scan(scanner.get(), file.id())) {
            case Verdict.Clean() -> Reply.given(file);
            case Verdict.Found(String what) -> {
                LOG.warn("an upload of {} was refused: the scanner found {}", uploader, what);
                yield Reply.refused(ErrorCode.BAD_REQUEST, "the scanner of this server refuses the file");
            }
            case Verdict.Unknown(String reason) -> {
                LOG.warn(
                        "an upload of {} could not be scanned ({}) and was {}",
                        uploader,
                        reason,
                        acceptUnscanned ? "taken all the same" : "refused");
                yield acceptUnscanned ? Reply.given(file) : Reply.unavailable("the file cannot be scanned now", RETRY);
            }
        };
    }

    private Verdict scan(FileScanner by, AttachmentId id) {
        try (InputStream bytes = files.read(id, Rendition.ORIGINAL, 0)
                .orElseThrow(() -> new IOException("what was written is not there"))) {
            return by.scan(bytes);
        } catch (IOException failed) {
            LOG.warn("an upload could not be read for the scanner: {}", failed.toString());
            return new Verdict.Unknown("files");
        }
    }
}
