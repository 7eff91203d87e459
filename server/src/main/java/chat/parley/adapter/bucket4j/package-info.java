/** Rate limits by Bucket4j, for one node. */
@NullMarked
package chat.parley.adapter.bucket4j;

import org.jspecify.annotations.NullMarked;
