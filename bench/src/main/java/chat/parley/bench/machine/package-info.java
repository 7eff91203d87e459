/** What the machine pays: processor time and memory of server, database and generator, read from the kernel. */
@NullMarked
package chat.parley.bench.machine;

import org.jspecify.annotations.NullMarked;
