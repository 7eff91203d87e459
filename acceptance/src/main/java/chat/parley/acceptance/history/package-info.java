/** A history of sends, answers and observations of one conversation, and the checker that judges it by the promises. */
@NullMarked
package chat.parley.acceptance.history;

import org.jspecify.annotations.NullMarked;
