package chat.parley.adapter.postgres.transfer;

/** An archive cannot be written or read; the message says why and what to do about it. Nothing was changed. */
public final class TransferException extends RuntimeException {
    TransferException(String message) {
        super(message);
    }

    TransferException(String message, Throwable cause) {
        super(message, cause);
    }
}
