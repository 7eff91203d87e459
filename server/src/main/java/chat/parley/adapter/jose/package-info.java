/** Access tokens as signed JWTs (RFC 7519, RFC 8037), from Nimbus JOSE and Bouncy Castle's Ed25519. */
@NullMarked
package chat.parley.adapter.jose;

import org.jspecify.annotations.NullMarked;
