/** What is measured, one class a row of the table of targets. */
@NullMarked
package chat.parley.bench.scenario;

import org.jspecify.annotations.NullMarked;
