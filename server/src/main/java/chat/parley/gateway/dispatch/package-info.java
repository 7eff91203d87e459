/** From a frame to its use case, and the one answer back. */
@NullMarked
package chat.parley.gateway.dispatch;

import org.jspecify.annotations.NullMarked;
