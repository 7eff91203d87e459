/** Ports that need nothing but this process: for a server that is alone, and for tests. */
@NullMarked
package chat.parley.adapter.inprocess;

import org.jspecify.annotations.NullMarked;
