/** Files that go with messages: taken in, looked at, handed out to those who may have them, deleted. */
@NullMarked
package chat.parley.core.attachment;

import org.jspecify.annotations.NullMarked;
