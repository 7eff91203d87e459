/** Searching by PostgreSQL's own full text index, fed by a worker that follows the log. */
@NullMarked
package chat.parley.adapter.postgres.search;

import org.jspecify.annotations.NullMarked;
