package chat.parley.core.typing;

import chat.parley.core.account.Caller;
import chat.parley.core.bus.Bus;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.ConversationId;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.limit.RateLimiter.Limit;

/**
 * Tells that somebody is typing. Nothing is read or written, so that whoever sends it without end costs a look into a table
 * of limits. Any thread; never blocks.
 *
 * <p>Only who reads the conversation live may call this. Whether one of two blocks the other is decided where it is told:
 * in a direct conversation, where a block forbids to send, nobody is left to be told.
 */
public final class TellTyping {
    private final RateLimiter limiter;
    private final Bus bus;

    public TellTyping(RateLimiter limiter, Bus bus) {
        this.limiter = limiter;
        this.bus = bus;
    }

    /** False where it came too soon after the last one, and is told to nobody. */
    public boolean tell(Caller caller, ConversationId conversation) {
        String user = caller.user().toString();
        // The conversation's first: a client stuck in one must not use up what the user has for the others.
        boolean due =
                limiter.take(Limit.TYPING, user + conversation) == 0 && limiter.take(Limit.TYPING_OF_USER, user) == 0;
        if (due) {
            bus.publish(new Signal.Typing(conversation, caller.user()));
        }
        return due;
    }
}
