package chat.parley.sdk;

import chat.parley.wire.CurrentMessage;
import chat.parley.wire.Profile;
import java.util.List;

/**
 * Messages as they stand now, oldest first: edits, reactions and pins folded in, recalled ones as tombstones. Read in one snapshot, so that
 * the entries after {@code head} continue it.
 */
public record MessagesPage(List<CurrentMessage> messages, long head, long first, List<Profile> users) {}
