/**
 * How failures are said to whoever runs the server. Below everything: any package may import it, and it imports nothing.
 */
@NullMarked
package chat.parley.wording;

import org.jspecify.annotations.NullMarked;
