/** What use cases answer. */
@NullMarked
package chat.parley.core.reply;

import org.jspecify.annotations.NullMarked;
