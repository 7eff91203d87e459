package chat.parley.adapter.jose;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.account.AccessTokens.Claims;
import chat.parley.core.account.Caller;
import chat.parley.core.account.Role;
import chat.parley.core.account.SigningKey;
import chat.parley.core.account.TokenConfig;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JoseTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-24T01:02:03Z");
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Caller ADA = new Caller(new UserId(7), new SessionId(8), Role.MODERATOR);

    private final SigningKey key = JoseTokens.newKey();
    private final JoseTokens tokens = new JoseTokens(List.of(key), TokenConfig.defaults());

    @Test
    void readsBackWhatItSigned() {
        String token = tokens.mint(ADA, NOW, TEN_MINUTES);

        for (int i = 0; i < 2; i++) {
            assertThat(tokens.verify(token)).contains(new Claims(ADA, NOW, NOW.plus(TEN_MINUTES)));
        }
    }

    @Test
    void signsTheSameTokenForTheSameCallerAndTime() {
        assertThat(tokens.mint(ADA, NOW, TEN_MINUTES)).isEqualTo(tokens.mint(ADA, NOW, TEN_MINUTES));
    }

    @Test
    void signsWhatAnyOtherImplementationVerifies() throws GeneralSecurityException {
        String token = tokens.mint(ADA, NOW, TEN_MINUTES);
        int dot = token.lastIndexOf('.');
        Signature jdk = Signature.getInstance("Ed25519");
        jdk.initVerify(key.pair().getPublic());
        jdk.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));

        assertThat(jdk.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1))))
                .isTrue();
    }

    @Test
    void refusesSignaturesOfAnotherLength() {
        String token = tokens.mint(ADA, NOW, TEN_MINUTES);
        String input = token.substring(0, token.lastIndexOf('.') + 1);
        for (int bytes : new int[] {0, 1, 32, 63, 65, 128}) {
            String signature = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[bytes]);
            assertThat(tokens.verify(input + signature)).as("%d bytes", bytes).isEmpty();
        }
    }

    @Test
    void believesEveryKeyAndSignsWithTheLast() {
        SigningKey newer = JoseTokens.newKey();
        JoseTokens both = new JoseTokens(List.of(key, newer), TokenConfig.defaults());

        assertThat(both.verify(tokens.mint(ADA, NOW, TEN_MINUTES))).isPresent();
        assertThat(tokens.verify(both.mint(ADA, NOW, TEN_MINUTES))).isEmpty();
        assertThat(both.publicKeys()).contains(key.kid(), newer.kid()).doesNotContain("\"d\"");
    }

    @Test
    void refusesEveryTokenThatWasTouched() {
        String token = tokens.mint(ADA, NOW, TEN_MINUTES);
        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(tokens.verify(token.substring(0, i) + other + token.substring(i + 1)))
                    .as("character %d", i)
                    .isEmpty();
        }
    }

    @Test
    void refusesOtherAlgorithmsKeysAndShapes() {
        String payload = tokens.mint(ADA, NOW, TEN_MINUTES).split("\\.")[1];
        String kid = "\",\"kid\":\"" + key.kid() + "\"}";
        for (String token : List.of(
                "",
                "..",
                "a.b.c",
                encoded("{\"alg\":\"none" + kid) + "." + payload + ".",
                encoded("{\"alg\":\"HS256" + kid) + "." + payload + "." + encoded("x"),
                encoded("{\"alg\":\"EdDSA\",\"kid\":\"other\"}") + "." + payload + "." + encoded("x"),
                encoded("{\"alg\":\"EdDSA\"}") + "." + payload + "." + encoded("x"),
                "a".repeat(3_000))) {
            assertThat(tokens.verify(token)).as(token).isEmpty();
        }
        assertThat(new JoseTokens(List.of(JoseTokens.newKey()), TokenConfig.defaults())
                        .verify(tokens.mint(ADA, NOW, TEN_MINUTES)))
                .isEmpty();
    }

    @Test
    void refusesSignedClaimsThatNameNobody() {
        for (String claims : List.of(
                "{}",
                "[]",
                "nothing",
                "{\"sub\":\"x\",\"sid\":\"s0000000000008\",\"role\":\"member\",\"iat\":1,\"exp\":2}",
                "{\"sub\":\"u0000000000007\",\"sid\":\"s0000000000008\",\"role\":\"king\",\"iat\":1,\"exp\":2}",
                "{\"sub\":\"u0000000000007\",\"sid\":\"s0000000000008\",\"role\":\"member\",\"exp\":2}",
                "{\"sub\":\"u0000000000007\",\"sid\":\"s0000000000008\",\"role\":\"member\",\"iat\":1,\"exp\":\"2\"}")) {
            assertThat(verify(claims)).as(claims).isEmpty();
        }
    }

    /** Signs whatever it is, with the right key. */
    private Optional<Claims> verify(String claims) {
        String input = encoded("{\"alg\":\"EdDSA\",\"kid\":\"" + key.kid() + "\"}") + "." + encoded(claims);
        byte[] bytes = input.getBytes(StandardCharsets.US_ASCII);
        return tokens.verify(input + "." + Ed25519.sign(key.pair().getPrivate(), bytes));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
