/** How much of conversations is kept, and what becomes of the rest. */
@NullMarked
package chat.parley.core.retention;

import org.jspecify.annotations.NullMarked;
