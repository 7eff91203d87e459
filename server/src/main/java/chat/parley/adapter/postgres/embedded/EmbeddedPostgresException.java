package chat.parley.adapter.postgres.embedded;

/** The embedded database cannot be had; the message says what stands in the way and what to do about it. */
public sealed class EmbeddedPostgresException extends RuntimeException permits DataDirectoryInUseException {
    public EmbeddedPostgresException(String message) {
        super(message);
    }

    public EmbeddedPostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
