package chat.parley.adapter.postgres.embedded;

import chat.parley.wording.FileTrouble;
import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * PostgreSQL refuses to run as root, for good reason. So a server that is root (a container, a first try) runs it as an
 * ordinary user, or at least without root's powers.
 */
sealed interface RunAs {
    /** To put before a command. Every word of it replaces itself by what follows: the process id stays. */
    List<String> prefix();

    /** Who has to own what PostgreSQL writes; empty for whoever makes it. */
    Optional<FileOwner> owner();

    /** The server is no root: its own user will do. */
    record OwnUser() implements RunAs {
        @Override
        public List<String> prefix() {
            return List.of();
        }

        @Override
        public Optional<FileOwner> owner() {
            return Optional.empty();
        }
    }

    record OtherUser(Path setpriv, FileOwner user) implements RunAs {
        @Override
        public List<String> prefix() {
            return List.of(
                    setpriv.toString(),
                    "--reuid=" + user.user(),
                    "--regid=" + user.group(),
                    "--clear-groups",
                    "--no-new-privs");
        }

        @Override
        public Optional<FileOwner> owner() {
            return Optional.of(user);
        }
    }

    /** Still root by number, but in a user namespace of its own: able to reach root's files, and nothing else. */
    record UserNamespace(Path unshare) implements RunAs {
        @Override
        public List<String> prefix() {
            return List.of(unshare.toString(), "--user");
        }

        @Override
        public Optional<FileOwner> owner() {
            return Optional.of(FileOwner.ROOT);
        }
    }

    /** Tries what there is, on the very directory and program: that finds what no reading of permissions would. */
    static RunAs choose(PostgresDirectories directories, PostgresBinaries binaries) {
        return choose(directories, binaries, Command::find);
    }

    /** With the programs that the given search finds. */
    static RunAs choose(
            PostgresDirectories directories, PostgresBinaries binaries, Function<String, Optional<Path>> programs) {
        if (new UnixSystem().getUid() != 0) {
            return new OwnUser();
        }
        try {
            PostgresDirectories.makePassable(directories.root());
            List<RunAs> candidates = new ArrayList<>();
            FileOwner user = ordinaryUser(directories);
            programs.apply("setpriv")
                    .map(program -> new OtherUser(program, user))
                    .ifPresent(candidates::add);
            programs.apply("unshare").map(UserNamespace::new).ifPresent(candidates::add);
            for (RunAs candidate : candidates) {
                if (works(candidate, directories, binaries)) {
                    return candidate;
                }
            }
            throw new EmbeddedPostgresException(refusal(directories, binaries, user));
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The database's directory " + directories.root() + " cannot be prepared for a user other than"
                            + " root (" + FileTrouble.reason(e) + ").",
                    e);
        }
    }

    /** Whoever owns the cluster already (it was made without root), or nobody. */
    private static FileOwner ordinaryUser(PostgresDirectories directories) throws IOException {
        if (!Files.exists(directories.cluster())) {
            return FileOwner.NOBODY;
        }
        FileOwner owner = FileOwner.of(directories.cluster());
        return owner.user() == 0 ? FileOwner.NOBODY : owner;
    }

    private static boolean works(RunAs candidate, PostgresDirectories directories, PostgresBinaries binaries) {
        List<String> command = new ArrayList<>(candidate.prefix());
        command.addAll(List.of(
                "/bin/sh",
                "-c",
                "test -x \"$1\" && \"$2\" -V",
                "sh",
                directories.root().toString(),
                binaries.postgres().toString()));
        return Command.run(command, Path.of("/"), Duration.ofSeconds(10)).succeeded();
    }

    private static String refusal(PostgresDirectories directories, PostgresBinaries binaries, FileOwner user)
            throws IOException {
        String remedy = "Start the server as an ordinary user";
        for (Path target : List.of(directories.root(), binaries.home())) {
            Optional<Path> barrier = barrier(target);
            if (barrier.isPresent()) {
                remedy = "Either let other users pass through " + barrier.get() + " (chmod o+x " + barrier.get()
                        + "), or give a directory elsewhere with --data, or start the server as an ordinary user";
            }
        }
        return "PostgreSQL does not run as root, and neither setpriv (as user " + user.user()
                + ") nor unshare --user works here for " + directories.root() + ". " + remedy
                + ", or name a database with --database postgresql://…";
    }

    /** The topmost directory on the way that others may not pass through. */
    private static Optional<Path> barrier(Path target) throws IOException {
        Path current = target.getRoot();
        for (Path name : target) {
            current = current.resolve(name);
            int mode = (Integer) Files.getAttribute(current, "unix:mode");
            if ((mode & 1) == 0) {
                return Optional.of(current);
            }
        }
        return Optional.empty();
    }
}
