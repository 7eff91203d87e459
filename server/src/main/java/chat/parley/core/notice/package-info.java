/** What a user is told of at once, and what waits until they look: rules, muting, quiet hours. */
@NullMarked
package chat.parley.core.notice;

import org.jspecify.annotations.NullMarked;
