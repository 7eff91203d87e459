package chat.parley.app;

import chat.parley.wording.FileTrouble;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** What {@code doctor} looks at on the machine itself. */
final class MachineChecks {
    static final int JDK = 25;
    static final long LEAST_FREE_DISK = 1L << 30;
    static final long LEAST_OPEN_FILES = 4_096;
    static final long GOOD_OPEN_FILES = 16_384;

    /** Before any Parley was built: a clock that says so was never set. */
    private static final Instant LEAST_TIME = Instant.parse("2025-01-01T00:00:00Z");

    private MachineChecks() {}

    static Finding jdk(int feature) {
        return feature == JDK
                ? new Finding.Good("JDK " + Runtime.version())
                : new Finding.Wrong(
                        "JDK " + feature + " runs Parley", "Install a JDK " + JDK + " and set JAVA_HOME to it.");
    }

    static Finding port(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return new Finding.Good("port " + port + " on " + host + " is free");
        } catch (IOException taken) {
            return new Finding.Wrong(
                    "port " + port + " on " + host + " cannot be opened (" + taken.getMessage() + ")",
                    "If that is not a Parley that runs already, end what has it, or choose another with --port.");
        }
    }

    /** The disk below the directory, or below its nearest parent where it is yet to be made. */
    static Finding disk(Path directory) {
        Path existing = directory.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            String what = "%s has %,d MiB free".formatted(existing, free >> 20);
            if (!Files.isWritable(existing)) {
                return new Finding.Wrong(
                        existing + " may not be written", "Change its owner, or choose another with --data.");
            }
            return free < LEAST_FREE_DISK
                    ? new Finding.Wrong(what, "Free 1 GiB at least: a database whose disk is full accepts nothing.")
                    : new Finding.Good(what);
        } catch (IOException e) {
            return new Finding.Wrong(
                    existing + " cannot be looked at (" + FileTrouble.reason(e) + ")", "See to the disk.");
        }
    }

    /** Every connection is an open file, and the JVM raises its limit to the hard one by itself. */
    static Finding openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? openFiles(unix.getMaxFileDescriptorCount())
                : new Finding.Good("no limit on open files is known here");
    }

    static Finding openFiles(long limit) {
        String what = "%,d files may be open".formatted(limit);
        String advice = "Raise the hard limit: `ulimit -Hn 65536` before the start, LimitNOFILE= in a systemd unit.";
        if (limit < LEAST_OPEN_FILES) {
            return new Finding.Wrong(what, advice);
        }
        return limit < GOOD_OPEN_FILES ? new Finding.Doubtful(what, advice) : new Finding.Good(what);
    }

    static Finding clock(Instant now) {
        return now.isBefore(LEAST_TIME)
                ? new Finding.Wrong("the clock says " + now, "Set it, best by NTP: access tokens expire by it.")
                : new Finding.Good("the clock says " + now);
    }

    static Finding pages(Path pages) {
        return Files.exists(pages.resolve("index.html"))
                ? new Finding.Good("the page is built in " + pages)
                : new Finding.Doubtful(
                        "the page is not built in " + pages,
                        "Install Node 20 with npm; `parley serve` builds it then. The API works without.");
    }
}
