/** Who is typing: told while it happens, kept nowhere. */
@NullMarked
package chat.parley.core.typing;

import org.jspecify.annotations.NullMarked;
