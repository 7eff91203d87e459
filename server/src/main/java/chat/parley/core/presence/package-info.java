/** Who is connected, and how they want to be shown. */
@NullMarked
package chat.parley.core.presence;

import org.jspecify.annotations.NullMarked;
