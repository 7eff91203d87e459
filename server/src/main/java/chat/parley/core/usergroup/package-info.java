/** Named groups of people, whom a message mentions together. */
@NullMarked
package chat.parley.core.usergroup;

import org.jspecify.annotations.NullMarked;
