/** Many sockets of the protocol on few threads, so that what is measured is the server and not this. */
@NullMarked
package chat.parley.bench.client;

import org.jspecify.annotations.NullMarked;
