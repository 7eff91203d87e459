package chat.parley.adapter.jose;

import chat.parley.core.account.AccessTokens;
import chat.parley.core.account.Caller;
import chat.parley.core.account.Role;
import chat.parley.core.account.SigningKey;
import chat.parley.core.account.TokenConfig;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;

/**
 * Access tokens: EdDSA JWTs with {@code sub}, {@code sid}, {@code role}, {@code iat} and {@code exp}. What was verified once
 * is remembered under the token's hash, since a signature costs some 50 µs and most tokens come back often.
 */
public final class JoseTokens implements AccessTokens {
    private static final int MAX_LENGTH = 2_048;

    private final SigningKey current;
    private final Map<String, Ed25519PublicKeyParameters> keys = new LinkedHashMap<>();
    private final String publicKeys;
    private final Cache<Base64URL, Claims> verified;

    /** Signs with the last of {@code signingKeys}, and believes all of them. */
    public JoseTokens(List<SigningKey> signingKeys, TokenConfig config) {
        this.current = signingKeys.getLast();
        List<JWK> published = new ArrayList<>();
        for (SigningKey key : signingKeys) {
            keys.put(key.kid(), Ed25519.verifying(key.pair().getPublic()));
            published.add(publicJwk(key));
        }
        this.publicKeys = new JWKSet(published).toString();
        this.verified = Caffeine.newBuilder()
                .maximumSize(config.rememberedTokens())
                .expireAfterWrite(config.lifetime())
                .build();
    }

    /** A new key, named by its thumbprint (RFC 7638). */
    public static SigningKey newKey() {
        KeyPair pair = Ed25519.newKeyPair();
        try {
            OctetKeyPair jwk = new OctetKeyPair.Builder(Curve.Ed25519, Ed25519.raw(pair.getPublic())).build();
            return new SigningKey(jwk.computeThumbprint().toString(), pair);
        } catch (com.nimbusds.jose.JOSEException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public String mint(Caller caller, Instant issuedAt, Duration lifetime) {
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID(current.kid()).build();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", caller.user().toString());
        claims.put("sid", caller.session().toString());
        claims.put("role", caller.role().wireName());
        claims.put("iat", issuedAt.getEpochSecond());
        claims.put("exp", issuedAt.plus(lifetime).getEpochSecond());
        String input = header.toBase64URL() + "." + new Payload(claims).toBase64URL();
        return input + "." + Ed25519.sign(current.pair().getPrivate(), input.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public Optional<Claims> verify(String token) {
        if (token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Base64URL hash = Hashes.sha256(token);
        Claims known = verified.getIfPresent(hash);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Claims> claims = check(token);
        claims.ifPresent(good -> verified.put(hash, good));
        return claims;
    }

    @Override
    public String publicKeys() {
        return publicKeys;
    }

    private Optional<Claims> check(String token) {
        try {
            JWSObject jws = JWSObject.parse(token);
            JWSHeader header = jws.getHeader();
            Ed25519PublicKeyParameters key = header.getKeyID() == null ? null : keys.get(header.getKeyID());
            boolean signed = key != null
                    && JWSAlgorithm.EdDSA.equals(header.getAlgorithm())
                    && header.getCriticalParams() == null
                    && Ed25519.verify(key, jws.getSigningInput(), jws.getSignature());
            return signed ? claims(jws.getPayload().toJSONObject()) : Optional.empty();
        } catch (ParseException noToken) {
            return Optional.empty();
        }
    }

    private static Optional<Claims> claims(Map<String, Object> payload) {
        if (payload == null
                || !(payload.get("sub") instanceof String sub)
                || !(payload.get("sid") instanceof String sid)
                || !(payload.get("role") instanceof String role)
                || !(payload.get("iat") instanceof Long issued)
                || !(payload.get("exp") instanceof Long expires)) {
            return Optional.empty();
        }
        return UserId.parse(sub)
                .flatMap(user -> SessionId.parse(sid)
                        .flatMap(session -> Role.parse(role).map(known -> new Caller(user, session, known))))
                .map(caller -> new Claims(caller, Instant.ofEpochSecond(issued), Instant.ofEpochSecond(expires)));
    }

    private static JWK publicJwk(SigningKey key) {
        return new OctetKeyPair.Builder(Curve.Ed25519, Ed25519.raw(key.pair().getPublic()))
                .keyID(key.kid())
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.EdDSA)
                .build();
    }
}
