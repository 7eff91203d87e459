package chat.parley.core.emoji;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * What an emoji looks like.
 *
 * @param type PNG or JPEG
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record EmojiPicture(String type, byte[] bytes) {
    /** Of the digest; so few that the name fits into an id of the contract. */
    private static final int DIGEST = 24;

    /** Its name, by what it is. */
    public String id() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, DIGEST));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("every JDK has SHA-256", never);
        }
    }
}
