/** Who somebody is: accounts, sign-in sessions, tokens, invitations. */
@NullMarked
package chat.parley.core.account;

import org.jspecify.annotations.NullMarked;
