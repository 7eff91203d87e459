package chat.parley.app;

import chat.parley.adapter.postgres.Database;
import chat.parley.adapter.postgres.search.IndexConfig;
import chat.parley.adapter.postgres.search.IndexRebuild;
import chat.parley.adapter.postgres.search.SearchIndexer;
import chat.parley.app.config.Configuration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "reindex",
        description = "Make the index of messages anew from the log, also while the server runs.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Messages are found meanwhile. A server that runs may be the one that does it; ending this command then changes",
            "nothing. What was begun and not ended is gone on with by the next server."
        })
final class ReindexCommand implements Runnable {
    private static final long LOOK_MILLIS = 500;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ConfigurationOptions options = new ConfigurationOptions();

    @Override
    public void run() {
        Configuration configuration = options.read(Map.of());
        try (OpenStore store = OpenStore.ofSomebody(configuration.of(StoreConfig.class));
                Database database = store.open(new SimpleMeterRegistry())) {
            IndexRebuild rebuild = IndexRebuild.begin(database.pool());
            // One worker more: the server's may have the lease, and there may be no server.
            SearchIndexer worker =
                    new SearchIndexer(database.pool(), configuration.of(IndexConfig.class), new SimpleMeterRegistry());
            try {
                watch(rebuild);
            } finally {
                worker.close();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted; the next server goes on with it.", interrupted);
        }
    }

    private void watch(IndexRebuild rebuild) throws InterruptedException {
        IndexRebuild.State state = rebuild.look();
        long told = -1;
        while (!state.over()) {
            if (state.entries() != told) {
                told = state.entries();
                say("%,d of %,d entries (%d %%)".formatted(told, state.total(), percent(state)));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            state = rebuild.look();
        }
        say("the index is made anew, of %,d entries".formatted(state.entries()));
    }

    /** The log may have grown. */
    private static long percent(IndexRebuild.State state) {
        return state.total() == 0 ? 100 : Math.min(100, 100 * state.entries() / state.total());
    }

    private void say(String what) {
        spec.commandLine().getErr().println("parley: " + what);
        spec.commandLine().getErr().flush();
    }
}
