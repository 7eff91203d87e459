/** What is kept in memory of the log, by Caffeine, bounded in bytes. */
@NullMarked
package chat.parley.adapter.caffeine;

import org.jspecify.annotations.NullMarked;
