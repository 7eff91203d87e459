package chat.parley.adapter.imageio;

import chat.parley.core.attachment.Rendition;
import chat.parley.core.attachment.ThumbnailConfig;
import chat.parley.core.attachment.ThumbnailMaker;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each image to a process of its own, {@link ThumbnailMain}: a small JVM from the class path of this one, with a bound on its
 * memory, an end to its time, no environment and nothing but a pipe in either direction. An image that breaks the decoder breaks
 * that process and no other.
 */
public final class ThumbnailProcess implements ThumbnailMaker {
    private static final Logger LOG = LoggerFactory.getLogger(ThumbnailProcess.class);
    /** Of the code and of what a decoder keeps outside the heap; beyond it the process ends. */
    private static final String BESIDE_THE_HEAP = "64m";

    private final ThumbnailConfig config;
    private final long mostPixels;
    private final List<Rendition> wanted;

    /**
     * @param mostPixels of an image that is unpacked at all
     * @param wanted sizes, the smallest first
     */
    public ThumbnailProcess(ThumbnailConfig config, long mostPixels, List<Rendition> wanted) {
        this.config = config;
        this.mostPixels = mostPixels;
        this.wanted = List.copyOf(wanted);
    }

    @Override
    public Outcome make(InputStream image) {
        try {
            byte[] bytes = image.readNBytes(config.largest() + 1);
            return bytes.length > config.largest() ? new Outcome.None("large") : make(bytes);
        } catch (IOException failed) {
            LOG.warn("an image could not be given to a process: {}", failed.toString());
            return new Outcome.None("files");
        }
    }

    private Outcome make(byte[] image) throws IOException {
        Process process = builder().start();
        CompletableFuture.delayedExecutor(config.time().toMillis(), TimeUnit.MILLISECONDS)
                .execute(process::destroyForcibly);
        try {
            write(process, image);
            byte[] said = process.getInputStream().readNBytes(most());
            return said.length == most() ? new Outcome.None("large") : outcome(said, process.waitFor());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return new Outcome.None("ending");
        } finally {
            process.destroyForcibly();
        }
    }

    private ProcessBuilder builder() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + config.memory(),
                "-XX:MaxMetaspaceSize=" + BESIDE_THE_HEAP,
                "-XX:MaxDirectMemorySize=" + BESIDE_THE_HEAP,
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // it ends before the second compiler would have paid
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                ThumbnailMain.class.getName(),
                Long.toString(mostPixels),
                Long.toString(config.time().toMillis())));
        wanted.forEach(rendition -> command.add(Integer.toString(rendition.pixels())));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        return builder.redirectError(Redirect.DISCARD);
    }

    /** One that ended before it had read everything is known by what it said, or did not say. */
    private static void write(Process process, byte[] image) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(image);
        } catch (IOException ended) {
            LOG.debug("a process ended before it had read its image", ended);
        }
    }

    private int most() {
        return wanted.size() * (config.largestMade() + 2 * Integer.BYTES) + Integer.BYTES + 1;
    }

    private Outcome outcome(byte[] said, int status) {
        if (status != 0) {
            return new Outcome.None(ThumbnailMain.reason(status));
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(said))) {
            return new Outcome.Made(pictures(in));
        } catch (IOException | IllegalArgumentException nonsense) {
            LOG.debug("a process said what nobody understands", nonsense);
            return new Outcome.None("nonsense");
        }
    }

    private Map<Rendition, byte[]> pictures(DataInputStream in) throws IOException {
        Map<Rendition, byte[]> pictures = new EnumMap<>(Rendition.class);
        for (int pixels = in.readInt(); pixels != 0; pixels = in.readInt()) {
            int length = in.readInt();
            if (length < 1 || length > config.largestMade()) {
                throw new IOException("a picture of " + length + " bytes");
            }
            byte[] picture = new byte[length];
            in.readFully(picture);
            pictures.put(Rendition.of(pixels), picture);
        }
        return pictures;
    }
}
