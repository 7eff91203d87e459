/** Files looked into by a program of whoever runs the server. */
@NullMarked
package chat.parley.adapter.scanner;

import org.jspecify.annotations.NullMarked;
