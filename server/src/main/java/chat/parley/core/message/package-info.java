/** Posting to a conversation's log and reading it. */
@NullMarked
package chat.parley.core.message;

import org.jspecify.annotations.NullMarked;
