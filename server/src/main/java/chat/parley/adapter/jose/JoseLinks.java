package chat.parley.adapter.jose;

import chat.parley.core.account.SigningKey;
import chat.parley.core.attachment.LinkTokens;
import chat.parley.core.id.AttachmentId;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;

/**
 * Links, signed by the keys of the access tokens, so that every server on the store believes them:
 * {@code link.attachment.user.session.seconds.kid.signature}. What is signed begins with {@code link.}, as no JWT does, so
 * neither passes for the other.
 */
public final class JoseLinks implements LinkTokens {
    private static final Pattern FORM = Pattern.compile(
            "(link\\.(\\w{1,40})\\.(\\w{1,40})\\.(\\w{1,40})\\.(\\d{1,12})\\.([\\w-]{1,64}))\\.([\\w-]{1,128})");

    private final SigningKey current;
    private final Map<String, Ed25519PublicKeyParameters> keys = new LinkedHashMap<>();

    /** Signs with the last of {@code signingKeys}, and believes all of them. */
    public JoseLinks(List<SigningKey> signingKeys) {
        this.current = signingKeys.getLast();
        signingKeys.forEach(
                key -> keys.put(key.kid(), Ed25519.verifying(key.pair().getPublic())));
    }

    @Override
    public String mint(Link link) {
        String said = "link.%s.%s.%s.%d.%s"
                .formatted(
                        link.attachment(),
                        link.user(),
                        link.session(),
                        link.expires().getEpochSecond(),
                        current.kid());
        return said + "." + Ed25519.sign(current.pair().getPrivate(), bytes(said));
    }

    @Override
    public Optional<Link> verify(String token) {
        Matcher parts = FORM.matcher(token);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Ed25519PublicKeyParameters key = keys.get(parts.group(6));
        return key != null && Ed25519.verify(key, bytes(parts.group(1)), new Base64URL(parts.group(7)))
                ? link(parts)
                : Optional.empty();
    }

    private static Optional<Link> link(Matcher parts) {
        Instant expires = Instant.ofEpochSecond(Long.parseLong(parts.group(5)));
        return AttachmentId.parse(parts.group(2))
                .flatMap(attachment -> UserId.parse(parts.group(3))
                        .flatMap(user -> SessionId.parse(parts.group(4))
                                .map(session -> new Link(attachment, user, session, expires))));
    }

    private static byte[] bytes(String said) {
        return said.getBytes(StandardCharsets.US_ASCII);
    }
}
