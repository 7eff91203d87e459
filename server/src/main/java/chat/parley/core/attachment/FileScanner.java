package chat.parley.core.attachment;

import java.io.InputStream;

/**
 * Looks for what must not be handed on, such as viruses, in a file that anybody may have sent.
 *
 * <p>Whatever the file is, this process goes on: the work is bounded in time. Threads: any, at the same time; blocks. Failure:
 * {@link Verdict.Unknown}, never an exception.
 */
@FunctionalInterface
public interface FileScanner {
    /** @param bytes the whole file; read to its end or not, and not closed */
    Verdict scan(InputStream bytes);

    /** What the scanner says of a file. */
    sealed interface Verdict {
        /** Nothing was found. */
        record Clean() implements Verdict {}

        /** @param what the scanner's name for it, of at most a line; for logs, never for users */
        record Found(String what) implements Verdict {}

        /** @param reason in a word, for a metric */
        record Unknown(String reason) implements Verdict {}
    }
}
