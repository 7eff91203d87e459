/**
 * The database that needs no installation: PostgreSQL run as a supervised child process, its data under the data
 * directory. {@link chat.parley.adapter.postgres.embedded.EmbeddedPostgres} is the way in.
 */
@NullMarked
package chat.parley.adapter.postgres.embedded;

import org.jspecify.annotations.NullMarked;
