/** Identifiers: typed 64-bit values inside, opaque prefixed text outside. */
@NullMarked
package chat.parley.core.id;

import org.jspecify.annotations.NullMarked;
