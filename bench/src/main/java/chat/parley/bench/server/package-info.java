/** The server under load: started as its user would, or one that runs already. */
@NullMarked
package chat.parley.bench.server;

import org.jspecify.annotations.NullMarked;
