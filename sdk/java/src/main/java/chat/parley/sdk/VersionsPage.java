package chat.parley.sdk;

import chat.parley.wire.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as it was sent and its edits, oldest first.
 *
 * @param next what to ask for the next page with; null at the end
 */
public record VersionsPage(List<Entry> versions, @Nullable Long next) {}
