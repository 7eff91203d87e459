/**
 * The process: the commands, and the composition root, split by area. It may import everything, and nobody imports it.
 */
@NullMarked
package chat.parley.app;

import org.jspecify.annotations.NullMarked;
