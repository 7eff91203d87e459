/** Hints between those who change something and those who listen. The log is the truth; a hint may be lost. */
@NullMarked
package chat.parley.core.bus;

import org.jspecify.annotations.NullMarked;
