/** A whole store as one file, without pg_dump: written while the server runs, read into an empty store. */
@NullMarked
package chat.parley.adapter.postgres.transfer;

import org.jspecify.annotations.NullMarked;
