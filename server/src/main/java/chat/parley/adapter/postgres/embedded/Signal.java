package chat.parley.adapter.postgres.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The signals by which a postmaster is told to stop; Java itself sends only TERM and KILL. */
enum Signal {
    /** Fast shutdown: sessions end, everything is written, the next start needs no recovery. */
    INT,
    /** Immediate shutdown: as after a power failure, the next start recovers. */
    QUIT;

    void send(long pid) {
        Command.run(List.of("/bin/sh", "-c", "kill -s " + name() + " " + pid), Path.of("/"), Duration.ofSeconds(1));
    }
}
