package chat.parley.adapter.postgres.embedded;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A user and group by their numbers, which need no entry in any user database. */
record FileOwner(int user, int group) {
    static final FileOwner ROOT = new FileOwner(0, 0);

    /** By convention of all Linux distributions the one that owns nothing: {@code nobody}. */
    static final FileOwner NOBODY = new FileOwner(65_534, 65_534);

    static FileOwner of(Path path) throws IOException {
        return new FileOwner((Integer) Files.getAttribute(path, "unix:uid", NOFOLLOW_LINKS), (Integer)
                Files.getAttribute(path, "unix:gid", NOFOLLOW_LINKS));
    }

    void give(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", user, NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", group, NOFOLLOW_LINKS);
    }
}
