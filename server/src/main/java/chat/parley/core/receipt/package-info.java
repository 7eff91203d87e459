/** The two markers of a member: delivered and read. */
@NullMarked
package chat.parley.core.receipt;

import org.jspecify.annotations.NullMarked;
