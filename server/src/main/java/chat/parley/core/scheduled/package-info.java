/** Messages that their senders have sent later. */
@NullMarked
package chat.parley.core.scheduled;

import org.jspecify.annotations.NullMarked;
