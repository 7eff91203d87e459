/** Password hashes by argon2id (RFC 9106), from Bouncy Castle. */
@NullMarked
package chat.parley.adapter.argon2;

import org.jspecify.annotations.NullMarked;
