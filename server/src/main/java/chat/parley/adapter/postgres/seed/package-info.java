/** Many users and conversations at once, for load and demonstrations. */
@NullMarked
package chat.parley.adapter.postgres.seed;

import org.jspecify.annotations.NullMarked;
