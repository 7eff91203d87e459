package chat.parley.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Linux tells of a process (proc(5)). Zero for one that has ended; where there is no such file system everything is
 * zero, and the report's columns with it.
 */
final class Proc {
    /** USER_HZ, the same on every platform that matters. */
    private static final double TICKS_A_SECOND = 100;

    private static final Pattern TCP_PAGES = Pattern.compile("(?m)^TCP: .* mem (\\d+)");
    private static final double PAGE_MEBIBYTES = 4.0 / 1024;

    private static final int USER_TIME = 11;
    private static final int CHILDREN_SYSTEM_TIME = 14;

    private Proc() {}

    /** Of the process and of those of its children that have ended. */
    static double cpuSeconds(long pid) {
        String stat = read(Path.of("/proc/" + pid + "/stat"));
        // the name is in parentheses and may hold anything
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        long ticks = 0;
        for (int field = USER_TIME; field <= CHILDREN_SYSTEM_TIME && field < fields.length; field++) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks / TICKS_A_SECOND;
    }

    static double residentMebibytes(long pid) {
        return mebibytes(Path.of("/proc/" + pid + "/status"), "VmRSS:");
    }

    /** Pages that others map too count in part only. */
    static double proportionalMebibytes(long pid) {
        return mebibytes(Path.of("/proc/" + pid + "/smaps_rollup"), "Pss:");
    }

    /** What the kernel holds for all TCP sockets of the machine. */
    static double tcpMebibytes() {
        Matcher pages = TCP_PAGES.matcher(read(Path.of("/proc/net/sockstat")));
        return pages.find() ? Long.parseLong(pages.group(1)) * PAGE_MEBIBYTES : 0;
    }

    private static double mebibytes(Path file, String field) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(field))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                .sum();
    }

    /** Empty where the process is gone. */
    private static String read(Path file) {
        try {
            return String.join("\n", List.copyOf(Files.readAllLines(file)));
        } catch (IOException gone) {
            return "";
        }
    }
}
