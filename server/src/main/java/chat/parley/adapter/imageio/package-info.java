/** Unpacking and packing images, which happens in processes of their own. */
@NullMarked
package chat.parley.adapter.imageio;

import org.jspecify.annotations.NullMarked;
