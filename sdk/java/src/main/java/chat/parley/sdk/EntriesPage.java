package chat.parley.sdk;

import chat.parley.wire.Entry;
import java.util.List;

/**
 * A piece of a conversation's log, in order. The end is where the last entry is {@code head}, never where a page is short.
 *
 * @param head the newest entry's number
 * @param first the first entry the caller may see
 */
public record EntriesPage(List<Entry> entries, long head, long first) {}
