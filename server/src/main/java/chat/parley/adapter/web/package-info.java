/** Pages of other servers. */
@NullMarked
package chat.parley.adapter.web;

import org.jspecify.annotations.NullMarked;
