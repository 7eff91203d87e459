/** What people take with them. */
@NullMarked
package chat.parley.core.export;

import org.jspecify.annotations.NullMarked;
