package chat.parley.sdk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a list.
 *
 * @param next what to ask for the next piece with; null at the end, which a short page is not
 */
public record Page<T>(List<T> items, @Nullable String next) {}
