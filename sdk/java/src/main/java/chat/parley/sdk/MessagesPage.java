package chat.parley.sdk;

import chat.parley.wire.Entry;
import chat.parley.wire.Profile;
import java.util.List;

/**
 * Messages as they stand now, oldest first: edits folded in, recalled ones as tombstones. Read in one snapshot, so that
 * the entries after {@code head} continue it.
 */
public record MessagesPage(List<Entry> messages, long head, long first, List<Profile> users) {}
