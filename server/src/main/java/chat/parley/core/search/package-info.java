/** Finding messages by their words. */
@NullMarked
package chat.parley.core.search;

import org.jspecify.annotations.NullMarked;
