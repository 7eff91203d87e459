/** Bounds on how often somebody may do something. */
@NullMarked
package chat.parley.core.limit;

import org.jspecify.annotations.NullMarked;
