package chat.parley.sdk;

import java.util.Map;

/**
 * How far a client has come; what it needs to go on in another process.
 *
 * @param cursor the server's word for everything that was put on the connection
 * @param conversations by id
 */
public record SyncPosition(String cursor, Map<String, Reached> conversations) {

    /**
     * @param last the last entry delivered
     * @param head the last entry known to exist; entries in between must still be fetched, since the cursor covers them
     */
    public record Reached(long last, long head) {}
}
