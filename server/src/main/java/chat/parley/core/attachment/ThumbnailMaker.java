package chat.parley.core.attachment;

import java.io.InputStream;
import java.util.Map;

/**
 * Makes small pictures of an image that anybody may have sent: it may be broken, or made to break who unpacks it.
 *
 * <p>Whatever it is, this process goes on: the work is bounded in memory and time. Threads: any, at the same time; blocks. Failure:
 * {@link Outcome.None}, never an exception.
 */
public interface ThumbnailMaker {
    /** @param image is read to its end or not, and not closed */
    Outcome make(InputStream image);

    /** What came of it. */
    sealed interface Outcome {
        /**
         * @param pictures PNG or JPEG, upright, without metadata: of each size, but none that is larger than the image would need
         */
        record Made(Map<Rendition, byte[]> pictures) implements Outcome {}

        /** @param reason in a word, for a metric */
        record None(String reason) implements Outcome {}
    }
}
