package chat.parley.adapter.imageio;

import chat.parley.core.attachment.Rendition;
import chat.parley.core.attachment.WithoutMetadata;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The main class of a process that makes the thumbnails of one image: the image on standard input; on standard output, of each
 * thumbnail, its size, its length and its bytes, and a zero after the last. Its arguments are the most pixels that it unpacks, the
 * milliseconds after which it ends itself, should whoever started it be gone, and the sizes that are wanted, the smallest first.
 */
public final class ThumbnailMain {
    private static final int UNREADABLE = 10;
    private static final int TOO_MANY_PIXELS = 11;
    private static final int OUT_OF_TIME = 12;
    /** What the JVM ends with when it has no more memory (ExitOnOutOfMemoryError). */
    private static final int OUT_OF_MEMORY = 3;

    private ThumbnailMain() {}

    public static void main(String[] arguments) throws IOException {
        long mostPixels = Long.parseLong(arguments[0]);
        CompletableFuture.delayedExecutor(Long.parseLong(arguments[1]), TimeUnit.MILLISECONDS)
                .execute(() -> Runtime.getRuntime().halt(OUT_OF_TIME));
        List<Rendition> wanted = Arrays.stream(arguments, 2, arguments.length)
                .map(pixels -> Rendition.of(Integer.parseInt(pixels)))
                .toList();
        WithoutMetadata clean = new WithoutMetadata(System.in);
        byte[] image = clean.readAllBytes();
        try (DataOutputStream out = new DataOutputStream(new FileOutputStream(FileDescriptor.out))) {
            Picture picture = Picture.read(image, mostPixels, wanted.getLast().pixels());
            write(out, picture.turned(clean.orientation()), wanted);
        } catch (TooManyPixels bomb) {
            Runtime.getRuntime().halt(TOO_MANY_PIXELS);
        } catch (IOException | RuntimeException broken) {
            Runtime.getRuntime().halt(UNREADABLE);
        }
        Runtime.getRuntime().halt(0); // decoders leave threads behind
    }

    /** An image that fits into a smaller one needs no larger one. */
    private static void write(DataOutputStream out, Picture picture, List<Rendition> wanted) throws IOException {
        boolean needed = true;
        for (Rendition rendition : wanted) {
            if (needed) {
                byte[] packed = picture.fitted(rendition.pixels()).packed();
                out.writeInt(rendition.pixels());
                out.writeInt(packed.length);
                out.write(packed);
            }
            needed = picture.longer() > rendition.pixels();
        }
        out.writeInt(0);
    }

    /** What a status says, in a word. */
    static String reason(int status) {
        return switch (status) {
            case UNREADABLE -> "unreadable";
            case TOO_MANY_PIXELS -> "pixels";
            case OUT_OF_MEMORY -> "memory";
            case OUT_OF_TIME -> "time";
            default -> "ended";
        };
    }

    /** It would unpack to more than may be. */
    static final class TooManyPixels extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
