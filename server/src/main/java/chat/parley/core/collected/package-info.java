/** Messages of all of one's conversations in one list: those that mention one, and those one saved. */
@NullMarked
package chat.parley.core.collected;

import org.jspecify.annotations.NullMarked;
