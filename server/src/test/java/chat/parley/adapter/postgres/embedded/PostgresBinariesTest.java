package chat.parley.adapter.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PostgresBinariesTest {
    @Test
    void unpacksOnceForAllWhoAskAtATimeAndAgainWhatWasDamaged() throws Exception {
        try (Workspace workspace = Workspace.create();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<PostgresBinaries> unpack = () -> PostgresBinaries.unpack(workspace.data());
            List<Future<PostgresBinaries>> all = threads.invokeAll(List.of(unpack, unpack, unpack));
            PostgresBinaries binaries = all.getFirst().get();
            for (Future<PostgresBinaries> one : all) {
                assertThat(one.get()).isEqualTo(binaries);
            }
            Object made = Files.getAttribute(binaries.home(), "unix:ino");
            assertThat(Files.getAttribute(unpack.call().home(), "unix:ino")).isEqualTo(made);

            Path emptiedByPowerFailure = binaries.home().resolve("share/postgresql/postgres.bki");
            Files.write(emptiedByPowerFailure, new byte[0]);
            assertThat(unpack.call()).isEqualTo(binaries);
            assertThat(emptiedByPowerFailure).isNotEmptyFile();
            assertThat(binaries.home().resolveSibling(binaries.home().getFileName() + ".new"))
                    .doesNotExist();
        }
    }

    @Test
    void isOfTheVersionThatNamesItsDirectory() {
        PostgresBinaries binaries = PostgresBinaries.unpack(TestPostgres.unpackDirectory());
        assertThat(PostgresBinaries.archive(System.getProperty("os.name"), System.getProperty("os.arch"))
                        .toString())
                .contains("-" + PostgresBinaries.VERSION + ".jar!");
        Command.Result version =
                Command.run(List.of(binaries.postgres().toString(), "-V"), Path.of("/"), Duration.ofSeconds(10));
        assertThat("postgres (PostgreSQL) " + PostgresBinaries.VERSION)
                .startsWith(version.output().strip());
    }
}
