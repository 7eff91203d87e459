/** What a conversation is, who belongs to it, and who may do what there. */
@NullMarked
package chat.parley.core.conversation;

import org.jspecify.annotations.NullMarked;
