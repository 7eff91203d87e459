/** The store on PostgreSQL 14 and later: the log, who is a member, markers, catching up, accounts. */
@NullMarked
package chat.parley.adapter.postgres;

import org.jspecify.annotations.NullMarked;
