/** What the machine can do without Parley: the same disk, the same sockets, the same client. */
@NullMarked
package chat.parley.bench.floor;

import org.jspecify.annotations.NullMarked;
