package chat.parley.bench.machine;

import chat.parley.bench.server.BenchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM holds when it holds no garbage: asked with the JDK's {@code jcmd} of a server that was started with
 * {@code -XX:NativeMemoryTracking=summary}.
 *
 * @param heapKibibytes used after two full collections
 * @param nativeKibibytes committed outside of the heap: direct buffers, metaspace, code, threads, the collector's own
 * @param directKibibytes the buffers' part of it (category "Other")
 * @param compilerKibibytes the part of it that the compiler made or works in (categories "Code", "Compiler" and "Arena Chunk"): it grows
 *     while a server gets warm, however many connections there are
 */
public record JvmMemory(
        double heapKibibytes, double nativeKibibytes, double directKibibytes, double compilerKibibytes) {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Pattern TOTAL = Pattern.compile("Total: reserved=\\d+KB, committed=(\\d+)KB");
    private static final Pattern HEAP = Pattern.compile("Java Heap \\(reserved=\\d+KB, committed=(\\d+)KB");
    private static final List<Pattern> COMPILER = List.of(
            Pattern.compile(" Code \\(reserved=\\d+KB, committed=(\\d+)KB"),
            Pattern.compile("Compiler \\(reserved=\\d+KB, committed=(\\d+)KB"),
            Pattern.compile("Arena Chunk \\(reserved=\\d+KB, committed=(\\d+)KB"));
    private static final Pattern OTHER = Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB");

    /** What of the heap is used after two full collections; needs no flag. */
    public static double heapKibibytes(long pid) {
        jcmd(pid, "GC.run");
        jcmd(pid, "GC.run");
        return number(USED, jcmd(pid, "GC.heap_info"));
    }

    public static JvmMemory of(long pid) {
        double heap = heapKibibytes(pid);
        String tracked = jcmd(pid, "VM.native_memory", "summary");
        double compiler =
                COMPILER.stream().mapToDouble(part -> number(part, tracked)).sum();
        return new JvmMemory(heap, number(TOTAL, tracked) - number(HEAP, tracked), number(OTHER, tracked), compiler);
    }

    /** Heap after full collection, direct and native. */
    public double kibibytes() {
        return heapKibibytes + nativeKibibytes;
    }

    private static double number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new BenchFailure("jcmd does not say " + pattern + " but:\n" + text);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static String jcmd(long pid, String... arguments) {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid));
        command.command().addAll(List.of(arguments));
        try {
            Process process = command.redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new BenchFailure("jcmd failed: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
