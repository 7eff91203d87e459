package chat.parley.app;

import chat.parley.adapter.postgres.search.PostgresMessageIndex;
import chat.parley.adapter.postgres.search.SearchIndexer;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.search.SearchMessages;
import chat.parley.http.Resource;
import chat.parley.http.SearchResource;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Searching, and the worker that brings messages into the index. */
final class SearchWiring implements AutoCloseable {
    private final SearchMessages search;
    private final SearchIndexer indexer;

    SearchWiring(StoreWiring store, RateLimiter limiter, ServerConfig.Search config, MeterRegistry registry) {
        search = new SearchMessages(
                new PostgresMessageIndex(store.pool(), config.index(), registry),
                store.conversations(),
                store.people(),
                limiter,
                config.bounds());
        indexer = new SearchIndexer(store.pool(), config.index(), registry);
    }

    List<Resource> resources() {
        return List.of(new SearchResource(search));
    }

    @Override
    public void close() {
        indexer.close();
    }
}
