package chat.parley.adapter.postgres.seed;

import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;

/** A user without a password, signed in by a session of their own. */
public record SeededUser(UserId user, String handle, SessionId session) {}
