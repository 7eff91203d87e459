package chat.parley.adapter.postgres.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import chat.parley.wording.FileTrouble;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs, unpacked once from the class path into {@code bin-VERSION} and used from there ever after.
 *
 * <p>They are unpacked aside and renamed, so that a killed start leaves nothing half done under the real name. Nothing
 * is forced to disk (a thousand files); instead a list of all files with their sizes is checked at each start, which
 * also finds what a power failure emptied or a user deleted, and then they are unpacked anew.
 */
record PostgresBinaries(Path home) {
    static final String VERSION = "18.6.0";
    static final String MAJOR_VERSION = VERSION.substring(0, VERSION.indexOf('.'));

    private static final String CONTENTS = "contents.txt";

    Path postgres() {
        return home.resolve("bin/postgres");
    }

    Path initdb() {
        return home.resolve("bin/initdb");
    }

    /** The version that Parley brings. */
    static PostgresBinaries unpack(Path parent) {
        return unpack(parent, VERSION, archive(System.getProperty("os.name"), System.getProperty("os.arch")));
    }

    /** Safe against other threads and other processes that unpack into the same directory. */
    static PostgresBinaries unpack(Path parent, String version, URL archive) {
        try {
            Files.createDirectories(parent);
            PostgresBinaries binaries = new PostgresBinaries(parent.toRealPath().resolve("bin-" + version));
            if (!binaries.complete()) {
                binaries.unpackLocked(archive);
            }
            return binaries;
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The PostgreSQL programs cannot be unpacked into " + parent + " (" + FileTrouble.reason(e)
                            + "). They need 70 MB in a directory that the server may write.",
                    e);
        }
    }

    static URL archive(String operatingSystem, String architecture) {
        String platform = operatingSystem + " on " + architecture;
        PostgresPlatform known = PostgresPlatform.of(operatingSystem, architecture)
                .orElseThrow(() -> new EmbeddedPostgresException("There is no embedded PostgreSQL for " + platform
                        + ". Run a PostgreSQL 14 or later yourself and name it with --database postgresql://…"));
        URL archive = PostgresBinaries.class.getClassLoader().getResource(known.archive());
        if (archive == null) {
            throw new EmbeddedPostgresException("This build of Parley has no embedded PostgreSQL for " + platform
                    + ". Put " + known.artifact() + ":" + VERSION + " on the class path, or run a PostgreSQL 14 or"
                    + " later yourself and name it with --database postgresql://…");
        }
        return archive;
    }

    private void unpackLocked(URL archive) throws IOException {
        // The operating system's lock is between processes; threads of one process need the monitor.
        synchronized (PostgresBinaries.class) {
            try (FileChannel channel =
                            FileChannel.open(home.resolveSibling(home.getFileName() + ".lock"), CREATE, WRITE);
                    var lock = channel.lock()) {
                if (!lock.isValid() || complete()) {
                    return;
                }
                Path aside = home.resolveSibling(home.getFileName() + ".new");
                FileTree.delete(aside);
                extract(archive, aside);
                new PostgresBinaries(aside).tryOut();
                Files.write(aside.resolve(CONTENTS), contents(aside));
                FileTree.delete(home);
                FileTree.moveDurably(aside, home);
            }
        }
    }

    private static void extract(URL archive, Path target) throws IOException {
        makeDirectory(target);
        try (InputStream raw = archive.openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(raw, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive reaches outside itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    makeDirectory(path);
                } else if (neededToRun(entry.getName())) {
                    makeDirectory(Objects.requireNonNull(path.getParent()));
                    extractFile(tar, entry, path);
                }
            }
        }
    }

    private static void extractFile(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        boolean executable = (entry.getMode() & 0100) != 0;
        // Set, not left to the process's file mask: the programs may run under another user.
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static void makeDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** A third of the archive only serves to compile extensions. */
    private static boolean neededToRun(String name) {
        return !name.endsWith(".a") && !name.startsWith("lib/pkgconfig/") && !name.startsWith("lib/postgresql/pgxs/");
    }

    private void tryOut() {
        Command.Result version = Command.run(List.of(postgres().toString(), "-V"), home, Duration.ofSeconds(10));
        if (!version.succeeded()) {
            throw new EmbeddedPostgresException("The embedded PostgreSQL does not run on this system: "
                    + version.output().strip() + ". It needs glibc on Linux, and a file system that allows programs"
                    + " (no noexec) at " + home.getParent() + "; or run a PostgreSQL 14 or later yourself and name it"
                    + " with --database postgresql://…");
        }
    }

    private boolean complete() throws IOException {
        Path list = home.resolve(CONTENTS);
        if (!Files.isRegularFile(list)) {
            return false;
        }
        List<String> expected = new ArrayList<>(Files.readAllLines(list));
        return !expected.isEmpty() && expected.equals(contents(home));
    }

    private static List<String> contents(Path home) throws IOException {
        List<String> lines = new ArrayList<>();
        Files.walkFileTree(home, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!file.endsWith(CONTENTS)) {
                    lines.add((attributes.isSymbolicLink() ? "link" : attributes.size()) + " " + home.relativize(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(lines);
        return List.copyOf(lines);
    }
}
