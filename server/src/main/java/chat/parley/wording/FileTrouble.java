package chat.parley.wording;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** What stands in the way of using a file. Java's own exceptions name the path and keep the reason in their class. */
public final class FileTrouble {
    private FileTrouble() {}

    /** The reason in words, without the path, which the caller knows. */
    public static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "something else has that name";
            case FileSystemException e -> orElse(e.getReason(), e);
            default -> orElse(failure.getMessage(), failure);
        };
    }

    private static String orElse(@Nullable String reason, IOException failure) {
        return reason == null ? failure.toString() : reason;
    }
}
