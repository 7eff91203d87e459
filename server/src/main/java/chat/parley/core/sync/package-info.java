/** Catching up: cursors, welcomes, and the tail of the log that heals every lost hint. */
@NullMarked
package chat.parley.core.sync;

import org.jspecify.annotations.NullMarked;
