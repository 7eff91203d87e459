/**
 * The wire contract of Parley, version 1, as Java values: what a client sends ({@link chat.parley.wire.ClientFrame}), what
 * the server says ({@link chat.parley.wire.ServerFrame}), the entries of a conversation's log ({@link
 * chat.parley.wire.Entry}) and the codes of refusals ({@link chat.parley.wire.ErrorCode}). The language-neutral source is
 * {@code protocol/}.
 */
@NullMarked
package chat.parley.wire;

import org.jspecify.annotations.NullMarked;
