/** Emoji that a workspace has beside those of Unicode. */
@NullMarked
package chat.parley.core.emoji;

import org.jspecify.annotations.NullMarked;
