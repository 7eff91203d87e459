package chat.parley.adapter.caffeine;

import chat.parley.core.preview.Pages;
import chat.parley.core.preview.Preview;
import chat.parley.core.preview.PreviewConfig;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Looks at a page once for all who ask within a while, and remembers what fits into the memory it has. */
public final class RememberedPages implements Pages, AutoCloseable {
    /** Of an entry, beside its texts. */
    private static final int OVERHEAD = 500;

    private final Pages pages;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AsyncCache<URI, Look> looks;

    public RememberedPages(Pages pages, PreviewConfig config) {
        this.pages = pages;
        long found = config.found().toNanos();
        long nothing = config.nothing().toNanos();
        looks = Caffeine.newBuilder()
                .maximumWeight(config.remembered())
                .weigher((URI link, Look look) -> link.toString().length() + weight(look))
                .expireAfter(Expiry.<URI, Look>creating(
                        (link, look) -> java.time.Duration.ofNanos(look instanceof Look.Found ? found : nothing)))
                .executor(threads)
                .buildAsync();
    }

    @Override
    public Optional<Look> known(URI link) {
        return Optional.ofNullable(looks.synchronous().getIfPresent(link));
    }

    @Override
    public Look look(URI link) {
        CompletableFuture<Look> look =
                looks.get(link, (page, executor) -> CompletableFuture.supplyAsync(() -> pages.look(page), executor));
        Look looked = look.join();
        if (looked instanceof Look.Busy) {
            looks.asMap().remove(link, look);
        }
        return looked;
    }

    private static int weight(Look look) {
        return OVERHEAD
                + switch (look) {
                    case Look.Found(Preview preview) -> weight(preview);
                    case Look.Nothing() -> 0;
                    case Look.Busy() -> 0;
                };
    }

    private static int weight(Preview preview) {
        String description = preview.description() == null ? "" : preview.description();
        int image = preview.image() == null ? 0 : preview.image().bytes().length;
        return 2
                        * (preview.title().length()
                                + description.length()
                                + preview.site().length())
                + image;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
