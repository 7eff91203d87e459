package chat.parley.sdk;

import chat.parley.wire.ConversationState;
import chat.parley.wire.Entry;
import chat.parley.wire.Profile;
import chat.parley.wire.ServerFrame;
import chat.parley.wire.ThreadState;
import java.util.List;

/** What a {@link ParleyClient} tells its listener. */
public sealed interface Event {
    /** The next entry of its conversation: each number once, in order. */
    record Arrived(Entry entry) implements Event {}

    /**
     * Entries after {@code after} up to {@code upTo} are not delivered, since there were too many; load {@code messages} of
     * the conversation. Delivery goes on behind them.
     */
    record Skipped(String conversation, long after, long upTo) implements Event {}

    /** A conversation's state: new, or changed. */
    record State(ConversationState state) implements Event {}

    /** The caller is no longer a member: delete the conversation locally. */
    record Gone(String conversation) implements Event {}

    /** A member's markers moved. */
    record Receipt(ServerFrame.Receipt receipt) implements Event {}

    /**
     * A thread that the caller follows further, from now on, or no longer; of two the one with the greater version is newer. Which
     * ones are followed already, {@code GET /v1/threads} says.
     */
    record FollowedThread(ThreadState state) implements Event {}

    /** Somebody is typing; lapses after 6 s. */
    record Typing(String conversation, String user) implements Event {}

    /** A watched user's presence. */
    record Presence(ServerFrame.Presence presence) implements Event {}

    /** Profiles that the client has not seen so. */
    record Profiles(List<Profile> profiles) implements Event {}

    /**
     * Something of the caller's own that is no conversation's state changed on whichever device: ask for it again. After a
     * {@link Reset} all of it may have.
     *
     * @param moved what: {@code notifications} ({@link NotificationCalls}), {@code saved} ({@link CollectedCalls}), {@code drafts}
     *     ({@link DraftCalls}); servers of later versions name more
     */
    record OwnMoved(List<String> moved) implements Event {}

    /**
     * Nothing known before can be built on (the first connection always says so): drop what neither the states that follow
     * nor {@code GET /v1/conversations} name. Delivery starts behind each conversation's head.
     */
    record Reset() implements Event {}

    /** The connection changed. */
    record Connection(ConnectionState state) implements Event {}

    /** A message of the outbox is in the log. */
    record Acknowledged(Sent sent) implements Event {}

    /** A message of the outbox was refused for good. */
    record Rejected(String conversation, String id, Refused reason) implements Event {}
}
