package chat.parley.app;

import chat.parley.adapter.postgres.transfer.StoreImport;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "restore",
        description = "Read an archive into an empty store: all of it, or nothing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "No server may run on the store meanwhile. Clients that were connected to the old one notice, drop what they",
            "have cached and load it again. The bytes of attachments are not in the archive: put their directory,",
            "`attachments`, below --data."
        })
final class RestoreCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ConfigurationOptions options = new ConfigurationOptions();

    @Parameters(paramLabel = "FILE", description = "An archive that `backup` wrote.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Override
    public void run() {
        StoreConfig config = options.read(Map.of()).of(StoreConfig.class);
        try (StoreImport archive = StoreImport.open(file);
                OpenStore store = OpenStore.exclusive(config)) {
            spec.commandLine().getErr().println(Transfers.summary("Restored", Transfers.restore(archive, store)));
        }
    }
}
