package chat.parley.core.account;

import java.security.KeyPair;

/** An Ed25519 key that signs access tokens, and its name in their headers. */
public record SigningKey(String kid, KeyPair pair) {
    /** Without the key, so that it can be logged. */
    @Override
    public String toString() {
        return "SigningKey[" + kid + "]";
    }
}
