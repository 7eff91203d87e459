package chat.parley.adapter.jose;

import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;

/** The JDK's Ed25519 (RFC 8032). Nimbus' own wants a library more for it. Its signatures are deterministic. */
final class Ed25519 {
    private static final String ALGORITHM = "Ed25519";
    private static final int RAW_BYTES = 32;

    private Ed25519() {}

    static KeyPair newKeyPair() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has Ed25519", impossible);
        }
    }

    static Base64URL sign(PrivateKey key, byte[] input) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(input);
            return Base64URL.encode(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("cannot sign with our own key", impossible);
        }
    }

    static boolean verify(PublicKey key, byte[] input, Base64URL shown) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(input);
            return signature.verify(shown.decode());
        } catch (GeneralSecurityException noSignature) {
            return false;
        }
    }

    /** The point itself: the last 32 bytes of the key's X.509 form, which has no other variable part (RFC 8410). */
    static Base64URL raw(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length));
    }
}
