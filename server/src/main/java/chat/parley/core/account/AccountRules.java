package chat.parley.core.account;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What handles (of user groups, too), names and passwords may look like. Each rule answers what is wrong, or nothing. */
public final class AccountRules {
    static final int MAX_NAME = 80;
    static final int MIN_PASSWORD = 8;
    /** In bytes, so that nobody has megabytes hashed. */
    static final int MAX_PASSWORD = 1_000;

    private static final Pattern HANDLE = Pattern.compile("[a-z0-9][a-z0-9._-]{1,31}");
    /** They mean something in a mention, in a path, or after a deletion. */
    private static final Set<String> RESERVED = Set.of("here", "all", "me");

    private static final String DELETED = "deleted-";

    private AccountRules() {}

    public static Optional<String> handle(String handle) {
        if (!HANDLE.matcher(handle).matches()) {
            return Optional.of("handle must be 2 to 32 of a-z, 0-9, '.', '_', '-', and begin with a letter or digit");
        }
        return RESERVED.contains(handle) || handle.startsWith(DELETED)
                ? Optional.of("handle is reserved")
                : Optional.empty();
    }

    public static Optional<String> name(String name) {
        int length = name.codePointCount(0, name.length());
        if (name.isBlank() || length > MAX_NAME) {
            return Optional.of("name must be 1 to " + MAX_NAME + " characters and not blank");
        }
        return name.codePoints().anyMatch(AccountRules::invisible)
                ? Optional.of("name must hold no control characters")
                : Optional.empty();
    }

    static Optional<String> password(String password) {
        if (password.codePointCount(0, password.length()) < MIN_PASSWORD) {
            return Optional.of("password must have at least " + MIN_PASSWORD + " characters");
        }
        return password.getBytes(StandardCharsets.UTF_8).length > MAX_PASSWORD
                ? Optional.of("password must have at most " + MAX_PASSWORD + " bytes")
                : Optional.empty();
    }

    /** The handle of a deleted account, which nobody can register. */
    static String deletedHandle(String id) {
        return DELETED + id;
    }

    /** Controls, and the marks that turn the direction of the text around a name. */
    private static boolean invisible(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.LINE_SEPARATOR
                || Character.getType(codePoint) == Character.PARAGRAPH_SEPARATOR
                || (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }
}
