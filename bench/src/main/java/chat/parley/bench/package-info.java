/** {@code parley bench}: the command, the run and its report. */
@NullMarked
package chat.parley.bench;

import org.jspecify.annotations.NullMarked;
