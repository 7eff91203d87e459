package chat.parley.app;

import chat.parley.adapter.disk.DiskAttachmentFiles;
import chat.parley.adapter.imageio.ThumbnailProcess;
import chat.parley.adapter.jose.JoseLinks;
import chat.parley.adapter.jose.JoseTokens;
import chat.parley.adapter.postgres.PostgresAttachments;
import chat.parley.adapter.postgres.PostgresKeys;
import chat.parley.adapter.postgres.PostgresThumbnails;
import chat.parley.adapter.scanner.ScannerCommand;
import chat.parley.core.attachment.AttachmentConfig;
import chat.parley.core.attachment.AttachmentFiles;
import chat.parley.core.attachment.Attachments;
import chat.parley.core.attachment.FileScanner;
import chat.parley.core.attachment.HandOutAttachments;
import chat.parley.core.attachment.LinkAttachments;
import chat.parley.core.attachment.MakeThumbnails;
import chat.parley.core.attachment.Rendition;
import chat.parley.core.attachment.ScanUploads;
import chat.parley.core.attachment.ScannerConfig;
import chat.parley.core.attachment.SweepAttachments;
import chat.parley.core.attachment.TakeUploads;
import chat.parley.core.attachment.Thumbnails;
import chat.parley.core.id.IdSource;
import chat.parley.http.AttachmentResource;
import chat.parley.http.Resource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attachments, the workers that make their thumbnails, and the broom behind them. */
final class AttachmentWiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AttachmentWiring.class);

    private final AttachmentResource resource;
    private final ThumbnailWorkers thumbnails;
    private final HandOutAttachments handingOut;
    private final SweepAttachments sweep;
    private final Counter swept;
    private final ScheduledExecutorService broom = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("attachments").daemon().factory());

    /** @param data the directory of this server, with one for attachments in it */
    AttachmentWiring(
            StoreWiring store,
            AccountWiring accounts,
            ServerConfig.Attachments bounds,
            Path data,
            InstantSource clock,
            MeterRegistry registry) {
        AttachmentConfig config = bounds.files();
        Attachments attachments = new PostgresAttachments(store.pool());
        Thumbnails known = new PostgresThumbnails(store.pool());
        AttachmentFiles files = new DiskAttachmentFiles(data.resolve("attachments"), config.spare());
        thumbnails = new ThumbnailWorkers(
                new MakeThumbnails(
                        known,
                        files,
                        new ThumbnailProcess(bounds.thumbnails(), config.imagePixels(), Rendition.THUMBNAILS),
                        bounds.thumbnails()),
                bounds.thumbnails(),
                registry);
        JoseLinks links = new JoseLinks(new PostgresKeys(store.pool()).all(JoseTokens::newKey));
        handingOut = new HandOutAttachments(attachments, known, files);
        resource = new AttachmentResource(
                new TakeUploads(
                        attachments,
                        files,
                        new ScanUploads(
                                files,
                                scanner(config.scanner(), registry),
                                config.scanner().acceptUnscanned()),
                        new IdSource(clock),
                        config,
                        thumbnails::wake),
                handingOut,
                new LinkAttachments(links, accounts.revoked(), clock),
                accounts.authenticator(),
                config,
                registry);
        sweep = new SweepAttachments(attachments, files, clock, config);
        swept = Counter.builder("parley.attachments.swept")
                .description("Files deleted: recalled, or never sent")
                .register(registry);
        long every = config.sweepEvery().toMillis();
        broom.scheduleWithFixedDelay(this::sweep, every, every, TimeUnit.MILLISECONDS);
    }

    private static Optional<FileScanner> scanner(ScannerConfig config, MeterRegistry registry) {
        return config.command().isEmpty() ? Optional.empty() : Optional.of(new ScannerCommand(config, registry));
    }

    HandOutAttachments handingOut() {
        return handingOut;
    }

    List<Resource> resources() {
        return List.of(resource);
    }

    private void sweep() {
        try {
            swept.increment(sweep.sweep());
        } catch (RuntimeException unreachable) {
            LOG.warn("attachments could not be swept now: {}", unreachable.getMessage());
        }
    }

    @Override
    public void close() {
        broom.shutdownNow();
        thumbnails.close();
    }
}
