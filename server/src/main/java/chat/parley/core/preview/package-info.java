/** What is behind the links in messages. */
@NullMarked
package chat.parley.core.preview;

import org.jspecify.annotations.NullMarked;
