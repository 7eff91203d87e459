package chat.parley.adapter.web;

import chat.parley.core.attachment.Rendition;
import chat.parley.core.attachment.SmallPicture;
import chat.parley.core.attachment.ThumbnailMaker;
import chat.parley.core.preview.Pages;
import chat.parley.core.preview.Preview;
import chat.parley.core.preview.PreviewConfig;
import com.linecorp.armeria.client.ClientFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pages of the web, each looked at anew. */
public final class WebPages implements Pages, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebPages.class);
    private static final String PAGE = "text/html, application/xhtml+xml;q=0.9";
    private static final String IMAGE = "image/jpeg, image/png, image/webp, image/gif";
    private static final long CONNECT_MILLIS = 3_000;
    private static final int CONNECTIONS_KEPT_MILLIS = 1_000;

    private final PreviewConfig config;
    private final ThumbnailMaker pictures;
    private final Semaphore places;
    /** A picture is unpacked in a process of its own; one at a time, whatever else is looked at. */
    private final Semaphore painter = new Semaphore(1);

    private final Reachable reachable;
    /** Made for the first link: what it needs of TLS would take a tenth of the time of a server's start. */
    private @Nullable ClientFactory clients;

    public WebPages(PreviewConfig config, Reachable reachable, ThumbnailMaker pictures) {
        this.config = config;
        this.pictures = pictures;
        this.places = new Semaphore(config.concurrent());
        this.reachable = reachable;
    }

    private synchronized Download download() {
        if (clients == null) {
            clients = ClientFactory.builder()
                    .workerGroup(1)
                    .connectTimeoutMillis(CONNECT_MILLIS)
                    .idleTimeoutMillis(CONNECTIONS_KEPT_MILLIS)
                    .useHttp2Preface(false)
                    .build();
        }
        return new Download(clients, reachable);
    }

    @Override
    public Optional<Look> known(URI link) {
        return Optional.empty();
    }

    @Override
    public Look look(URI link) {
        if (!places.tryAcquire()) {
            return new Look.Busy();
        }
        try {
            return look(link, System.nanoTime() + config.time().toNanos());
        } catch (IOException | RuntimeException nothing) {
            LOG.debug("a link leads to nothing that can be shown: {}", nothing.toString());
            return new Look.Nothing();
        } finally {
            places.release();
        }
    }

    private Look look(URI link, long deadline) throws IOException {
        Download.Body body = download().get(link, PAGE, config.pageBytes(), deadline);
        if (!Html.is(body.type())) {
            return new Look.Nothing();
        }
        Html page = Html.of(body);
        Optional<String> title = page.title();
        if (title.isEmpty()) {
            return new Look.Nothing();
        }
        String description = page.description().orElse(null);
        Preview.Image image = page.image().flatMap(at -> image(at, deadline)).orElse(null);
        return new Look.Found(new Preview(title.get(), description, page.site(), image));
    }

    /** A page whose picture cannot be had is shown without it. */
    private Optional<Preview.Image> image(URI link, long deadline) {
        try {
            Download.Body body = download().get(link, IMAGE, config.imageBytes(), deadline);
            return body.cut() ? Optional.empty() : painted(body.bytes(), deadline);
        } catch (IOException | RuntimeException nothing) {
            LOG.debug("a page's picture cannot be had: {}", nothing.toString());
            return Optional.empty();
        }
    }

    private Optional<Preview.Image> painted(byte[] image, long deadline) {
        try {
            if (!painter.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return switch (pictures.make(new ByteArrayInputStream(image))) {
                case ThumbnailMaker.Outcome.Made made -> small(made.pictures().get(Rendition.SMALL));
                case ThumbnailMaker.Outcome.None none -> Optional.empty();
            };
        } finally {
            painter.release();
        }
    }

    private static Optional<Preview.Image> small(byte @Nullable [] picture) {
        return Optional.ofNullable(picture)
                .flatMap(bytes -> SmallPicture.of(Rendition.SMALL, bytes))
                .map(small -> new Preview.Image(
                        small.type(), small.size().width(), small.size().height(), small.bytes()));
    }

    /** Not awaited: the loop stays two seconds for what might still be asked of it. */
    @Override
    public synchronized void close() {
        if (clients != null) {
            var _ = clients.closeAsync();
        }
    }
}
