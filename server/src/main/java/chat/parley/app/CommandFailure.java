package chat.parley.app;

/** A command cannot do what was asked; the message says why and what to do about it, and is all that is shown. */
final class CommandFailure extends RuntimeException {
    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
