package chat.parley.sdk;

import chat.parley.wire.Profile;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A session as the server hands it out.
 *
 * @param user the caller; null where a refresh does not repeat it
 * @param expiresIn how long the access token is good for
 */
public record SignedIn(@Nullable Profile user, String accessToken, String refreshToken, Duration expiresIn) {}
