package chat.parley.adapter.postgres.embedded;

/** Another server holds the data directory; the message names its process. */
public final class DataDirectoryInUseException extends EmbeddedPostgresException {
    public DataDirectoryInUseException(String message) {
        super(message);
    }
}
