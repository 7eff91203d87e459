package chat.parley.adapter.postgres.embedded;

import chat.parley.wording.FileTrouble;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The cluster on disk, made on the first start: aside and renamed when complete, so that a start killed in the middle
 * of {@code initdb} is simply done again. The password is stored for good before anything is made that needs it.
 */
record PostgresCluster(PostgresDirectories directories, PostgresBinaries binaries, RunAs runAs) {
    static final String SUPERUSER = "parley";
    static final String ASIDE_PREFIX = "data.init-";

    private static final String OWNER_ONLY = "rw-------";
    private static final Duration INITDB_TIMEOUT = Duration.ofMinutes(2);

    /** Leaves a cluster that this version can open, owned by whoever will open it; answers the password. */
    String prepare() throws InterruptedException {
        try {
            removeUnfinished();
            String password;
            if (Files.exists(directories.cluster().resolve("PG_VERSION"))) {
                requireSameVersion();
                password = storedPassword();
            } else {
                requireNothingForeign();
                password = newPassword();
                initialize(password);
            }
            if (runAs.owner().isPresent()) {
                FileTree.own(directories.cluster(), runAs.owner().get());
                FileTree.own(directories.log(), runAs.owner().get());
            }
            return password;
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The database's files in " + directories.root() + " cannot be prepared (" + FileTrouble.reason(e)
                            + "). They must belong to the user that starts the server.",
                    e);
        }
    }

    private void removeUnfinished() throws IOException, InterruptedException {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(directories.root(), ASIDE_PREFIX + "*")) {
            for (Path aside : unfinished) {
                endInitdb(aside);
                FileTree.delete(aside);
            }
        }
    }

    /** The initdb of a killed server works on, and would write into what is being deleted. */
    private static void endInitdb(Path aside) throws InterruptedException {
        String target = "--pgdata=" + aside.resolve("data");
        for (ProcessHandle initdb : ProcessTable.matching(arguments -> arguments.contains(target))) {
            List<ProcessHandle> family = new ArrayList<>(initdb.descendants().toList());
            family.add(initdb);
            family.forEach(ProcessHandle::destroyForcibly);
            Polling.until(
                    () -> family.stream()
                            .allMatch(process ->
                                    ProcessTable.arguments(process.pid()).isEmpty()),
                    Duration.ofSeconds(5));
        }
    }

    private void requireSameVersion() throws IOException {
        String version =
                Files.readString(directories.cluster().resolve("PG_VERSION")).strip();
        if (!version.equals(PostgresBinaries.MAJOR_VERSION)) {
            throw new EmbeddedPostgresException("The database in " + directories.cluster() + " was made by PostgreSQL "
                    + version + ", and this Parley brings " + PostgresBinaries.VERSION + ". Take a backup with the"
                    + " Parley that made it, and restore it here into an empty data directory.");
        }
    }

    private void requireNothingForeign() throws IOException {
        if (!Files.exists(directories.cluster())) {
            return;
        }
        try (DirectoryStream<Path> content = Files.newDirectoryStream(directories.cluster())) {
            if (content.iterator().hasNext()) {
                throw new EmbeddedPostgresException(directories.cluster() + " holds something that is not a PostgreSQL"
                        + " database (it has no file PG_VERSION). Move it away, or put its backup back.");
            }
        }
        Files.delete(directories.cluster());
    }

    private String storedPassword() throws IOException {
        if (!Files.exists(directories.passwordFile())) {
            throw new EmbeddedPostgresException("The database's password file " + directories.passwordFile()
                    + " is missing. Put it back from a backup of the data directory.");
        }
        return Files.readString(directories.passwordFile()).strip();
    }

    private String newPassword() throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        FileTree.write(directories.passwordFile(), password + "\n", OWNER_ONLY);
        return password;
    }

    private void initialize(String password) throws IOException {
        Path aside = Files.createTempDirectory(
                directories.root(),
                ASIDE_PREFIX,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path made = Files.createDirectory(aside.resolve("data"));
        Path passwordCopy = aside.resolve("password");
        FileTree.write(passwordCopy, password + "\n", OWNER_ONLY);
        if (runAs.owner().isPresent()) {
            FileTree.own(aside, runAs.owner().get());
        }
        Command.Result result = Command.run(initdb(made, passwordCopy), directories.root(), INITDB_TIMEOUT);
        if (!result.succeeded()) {
            throw new EmbeddedPostgresException("PostgreSQL's initdb failed on " + directories.root() + ": "
                    + result.output().strip());
        }
        FileTree.moveDurably(made, directories.cluster());
        FileTree.delete(aside);
    }

    /**
     * The built-in locale sorts by code point, alike on every machine and after every update of the C library;
     * LC_CTYPE lets full text search know letters beyond ASCII.
     */
    private List<String> initdb(Path target, Path passwordFile) {
        boolean linux = System.getProperty("os.name").startsWith("Linux");
        List<String> command = new ArrayList<>(runAs.prefix());
        command.addAll(List.of(
                binaries.initdb().toString(),
                "--pgdata=" + target,
                "--username=" + SUPERUSER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--lc-ctype=" + (linux ? "C.UTF-8" : "UTF-8"),
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions"));
        return command;
    }
}
