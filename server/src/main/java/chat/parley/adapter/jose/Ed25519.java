package chat.parley.adapter.jose;

import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519.Algorithm;

/**
 * Ed25519 (RFC 8032), keys by the JDK and signatures by Bouncy Castle: the JDK's verify took 380 µs here and this one 50, and
 * after a restart every client that comes back shows a token that this process has not seen. Signatures are deterministic.
 */
final class Ed25519 {
    private static final String ALGORITHM = "Ed25519";
    private static final int RAW_BYTES = Ed25519PublicKeyParameters.KEY_SIZE;
    private static final int SIGNATURE_BYTES = Ed25519PrivateKeyParameters.SIGNATURE_SIZE;

    private Ed25519() {}

    static KeyPair newKeyPair() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has Ed25519", impossible);
        }
    }

    static Base64URL sign(PrivateKey key, byte[] input) {
        byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
        byte[] signature = new byte[SIGNATURE_BYTES];
        new Ed25519PrivateKeyParameters(seed, 0).sign(Algorithm.Ed25519, null, input, 0, input.length, signature, 0);
        return Base64URL.encode(signature);
    }

    /** The key as {@link #verify} wants it: its point decoded once and not at each signature. */
    static Ed25519PublicKeyParameters verifying(PublicKey key) {
        return new Ed25519PublicKeyParameters(rawBytes(key), 0);
    }

    static boolean verify(Ed25519PublicKeyParameters key, byte[] input, Base64URL shown) {
        byte[] signature = shown.decode();
        return signature.length == SIGNATURE_BYTES
                && key.verify(Algorithm.Ed25519, null, input, 0, input.length, signature, 0);
    }

    static Base64URL raw(PublicKey key) {
        return Base64URL.encode(rawBytes(key));
    }

    /** The point itself: the last 32 bytes of the key's X.509 form, which has no other variable part (RFC 8410). */
    private static byte[] rawBytes(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length);
    }
}
