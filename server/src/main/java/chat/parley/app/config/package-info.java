/**
 * How the configuration is read: each component declares one immutable record beside itself, and this package fills them from
 * the defaults, a file, the environment and flags, in rising order of strength.
 */
@NullMarked
package chat.parley.app.config;

import org.jspecify.annotations.NullMarked;
