package chat.parley.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.parley.adapter.postgres.Database;
import chat.parley.adapter.postgres.seed.SeededUser;
import chat.parley.adapter.postgres.seed.StoreSeed;
import chat.parley.app.config.Configuration;
import chat.parley.core.account.AccessTokens;
import chat.parley.core.account.Caller;
import chat.parley.core.account.Role;
import chat.parley.core.id.IdSource;
import chat.parley.wording.FileTrouble;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "seed",
        description = "Put users without passwords, and conversations between them, straight into the store.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Writes a line of JSON for each: {\"user\", \"handle\", \"accessToken\"}; the token is good for 24 hours. For load",
            "and tests: it is refused where anybody has a password. The server may run meanwhile."
        })
final class SeedCommand implements Runnable {
    private static final Duration GOOD_FOR = Duration.ofHours(24);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ConfigurationOptions options = new ConfigurationOptions();

    @Option(names = "--users", paramLabel = "N", required = true, description = "How many users to make.")
    private int users;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "Where to write them and their tokens.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path out;

    @Option(
            names = "--conversations-per-user",
            paramLabel = "N",
            defaultValue = "5",
            description = "Direct conversations that each has with others of them, 5 by default.")
    private int conversationsPerUser;

    @Option(names = "--force", description = "Also where there are accounts with passwords.")
    private boolean force;

    @Override
    public void run() {
        if (users < 1 || conversationsPerUser < 0) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--users must be 1 or more, --conversations-per-user 0 or more.");
        }
        Configuration configuration = options.read(Map.of());
        try (OpenStore store = OpenStore.shared(configuration.of(StoreConfig.class));
                Database database = store.open(new SimpleMeterRegistry())) {
            StoreSeed seed = new StoreSeed(database.pool(), new IdSource(InstantSource.system()));
            if (!force && seed.holdsRealAccounts()) {
                throw new CommandFailure("There are real accounts in this store. If you mean it, add --force.");
            }
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            List<SeededUser> made = seed.users(users, now);
            int conversations = seed.conversations(made, conversationsPerUser);
            write(
                    made,
                    AccountWiring.tokens(
                            database.pool(), ServerConfig.of(configuration).accounts()),
                    now);
            spec.commandLine()
                    .getErr()
                    .println("parley: %,d users and %,d conversations, see %s".formatted(users, conversations, out));
        }
    }

    /** Whoever has the file can speak for all of them: it is its owner's only. */
    private void write(List<SeededUser> made, AccessTokens tokens, Instant now) {
        try {
            Files.deleteIfExists(out);
            Files.createFile(out, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (Writer writer = Files.newBufferedWriter(out, UTF_8)) {
                for (String line : lines(made, tokens, now)) {
                    writer.write(line + "\n");
                }
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    out + " cannot be written (" + FileTrouble.reason(e)
                            + "). Name a file in a directory that you may write with --out.",
                    e);
        }
    }

    private static List<String> lines(List<SeededUser> made, AccessTokens tokens, Instant now) {
        ObjectMapper json = new ObjectMapper();
        return made.parallelStream()
                .map(user -> json.createObjectNode()
                        .put("user", user.user().toString())
                        .put("handle", user.handle())
                        .put(
                                "accessToken",
                                tokens.mint(new Caller(user.user(), user.session(), Role.MEMBER), now, GOOD_FOR))
                        .toString())
                .toList();
    }
}
