/** A small living workspace to look around in: {@code parley serve --demo}. */
@NullMarked
package chat.parley.app.demo;

import org.jspecify.annotations.NullMarked;
