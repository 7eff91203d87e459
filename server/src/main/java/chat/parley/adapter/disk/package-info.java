/** Bytes as files of this machine. */
@NullMarked
package chat.parley.adapter.disk;

import org.jspecify.annotations.NullMarked;
