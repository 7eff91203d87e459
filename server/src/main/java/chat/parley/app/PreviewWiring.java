package chat.parley.app;

import chat.parley.adapter.caffeine.RememberedPages;
import chat.parley.adapter.imageio.ThumbnailProcess;
import chat.parley.adapter.web.Reachable;
import chat.parley.adapter.web.WebPages;
import chat.parley.core.attachment.Rendition;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.message.ReadMessages;
import chat.parley.core.preview.PreviewConfig;
import chat.parley.core.preview.ShowPreviews;
import chat.parley.http.PreviewResource;
import chat.parley.http.Resource;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Previews of links. */
final class PreviewWiring implements AutoCloseable {
    private final WebPages web;
    private final RememberedPages pages;
    private final PreviewResource resource;

    PreviewWiring(
            ReadMessages messages,
            RateLimiter limiter,
            ServerConfig.Attachments bounds,
            Reachable reachable,
            MeterRegistry registry) {
        PreviewConfig config = bounds.previews();
        web = new WebPages(
                config,
                reachable,
                new ThumbnailProcess(bounds.thumbnails(), bounds.files().imagePixels(), Rendition.THUMBNAILS));
        pages = new RememberedPages(new CountedPages(web, registry), config);
        resource = new PreviewResource(
                new ShowPreviews(messages, pages, limiter, config),
                config.time().multipliedBy(config.links()));
    }

    List<Resource> resources() {
        return List.of(resource);
    }

    @Override
    public void close() {
        pages.close();
        web.close();
    }
}
