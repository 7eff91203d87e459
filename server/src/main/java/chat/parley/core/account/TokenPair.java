package chat.parley.core.account;

import java.time.Duration;

/** An access token, how long it is good, and the refresh token that brings the next pair. */
public record TokenPair(String accessToken, String refreshToken, Duration expiresIn) {
    /** Without the tokens, so that it can be logged. */
    @Override
    public String toString() {
        return "TokenPair[expiresIn=" + expiresIn + "]";
    }
}
