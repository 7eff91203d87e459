package chat.parley.core.account;

import chat.parley.core.id.SessionId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A refresh token: session, generation, and an HMAC-SHA-256 of both under the session's secret. It can be derived again, so
 * that a refresh whose answer was lost gets the same answer, and the store holds no token.
 *
 * @param mac the proof, base64url
 */
record RefreshToken(SessionId session, int generation, String mac) {
    private static final char PREFIX = 'r';
    private static final int NAMED = Long.BYTES + Integer.BYTES;
    private static final int MAC = 32;

    /** The token of this generation. */
    static RefreshToken of(Session session, int generation) {
        byte[] proof = proof(session.secret(), named(session.id(), generation));
        return new RefreshToken(session.id(), generation, encode(proof));
    }

    /** The token that this text is, or empty where it is none; whether it is genuine is another matter. */
    static Optional<RefreshToken> parse(String text) {
        if (text.isEmpty() || text.charAt(0) != PREFIX) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text.substring(1));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (bytes.length != NAMED + MAC) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        SessionId session = new SessionId(buffer.getLong());
        int generation = buffer.getInt();
        byte[] proof = new byte[MAC];
        buffer.get(proof);
        return Optional.of(new RefreshToken(session, generation, encode(proof)));
    }

    /** Whether the session's secret made it. */
    boolean genuine(Session of) {
        RefreshToken expected = of(of, generation);
        return MessageDigest.isEqual(
                Base64.getUrlDecoder().decode(expected.mac),
                Base64.getUrlDecoder().decode(mac));
    }

    String text() {
        ByteBuffer buffer = ByteBuffer.allocate(NAMED + MAC)
                .put(named(session, generation))
                .put(Base64.getUrlDecoder().decode(mac));
        return PREFIX + encode(buffer.array());
    }

    /** Without the proof, so that it can be logged. */
    @Override
    public String toString() {
        return "RefreshToken[" + session + ", " + generation + "]";
    }

    private static byte[] named(SessionId session, int generation) {
        return ByteBuffer.allocate(NAMED)
                .putLong(session.value())
                .putInt(generation)
                .array();
    }

    private static byte[] proof(String secret, byte[] named) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getUrlDecoder().decode(secret), "HmacSHA256"));
            return mac.doFinal(named);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
