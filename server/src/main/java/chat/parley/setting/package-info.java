/**
 * How a component's configuration record documents itself. Below everything: any package may import it, and it imports
 * nothing.
 */
@NullMarked
package chat.parley.setting;

import org.jspecify.annotations.NullMarked;
