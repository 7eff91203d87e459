package chat.parley.core.account;

/** Makes the pair of tokens that a session's state stands for: the same state, the same pair, word for word. */
final class TokenPairs {
    private final AccessTokens tokens;
    private final TokenConfig config;

    TokenPairs(AccessTokens tokens, TokenConfig config) {
        this.tokens = tokens;
        this.config = config;
    }

    TokenPair of(Session session) {
        String access = tokens.mint(session.caller(), session.issuedAt(), config.lifetime());
        String refresh = RefreshToken.of(session, session.generation()).text();
        return new TokenPair(access, refresh, config.lifetime());
    }
}
