package chat.parley.core.account;

/** Somebody signed in, and the tokens of their new session. */
public record SignedIn(Account account, TokenPair tokens) {}
