package chat.parley.app;

import chat.parley.core.preview.Pages;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.Optional;

/** Counts looks by what came of them. */
final class CountedPages implements Pages {
    private final Pages pages;
    private final Counter found;
    private final Counter nothing;
    private final Counter busy;

    CountedPages(Pages pages, MeterRegistry registry) {
        this.pages = pages;
        found = counter(registry, "found");
        nothing = counter(registry, "nothing");
        busy = counter(registry, "busy");
    }

    @Override
    public Optional<Look> known(URI link) {
        return pages.known(link);
    }

    @Override
    public Look look(URI link) {
        Look look = pages.look(link);
        switch (look) {
            case Look.Found some -> found.increment();
            case Look.Nothing none -> nothing.increment();
            case Look.Busy later -> busy.increment();
        }
        return look;
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("parley.previews.looks")
                .description("Links looked at, by what came of it")
                .tag("outcome", outcome)
                .register(registry);
    }
}
