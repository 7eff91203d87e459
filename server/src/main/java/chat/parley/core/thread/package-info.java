/** Following threads: which ones, and what is unread in them. */
@NullMarked
package chat.parley.core.thread;

import org.jspecify.annotations.NullMarked;
