package chat.parley.core.sync;

import chat.parley.core.bus.OwnThing;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.ConversationState;
import chat.parley.wire.Profile;
import chat.parley.wire.ThreadState;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What catching up reads, for many users at once: thousands come back together after a restart, and a statement costs much
 * the same for one as for a hundred. Threads: blocks; call it on a virtual thread. Failure: {@link
 * java.io.UncheckedIOException} where the store cannot be reached.
 */
public interface SyncStore {
    /** The conversations that each of these users is a member of now; who is in none is left out. */
    Map<UserId, List<ConversationId>> memberships(Collection<UserId> users);

    /**
     * What moved for each since their cursor, in the order asked for, in one snapshot whose xmin is the new cursor of all.
     * Without a cursor, with one of another incarnation, one too old, or one behind by more than {@code most} conversations or threads:
     * a reset with the {@code recent} most recently active ones.
     */
    List<CatchUp> catchUp(List<Returning> returning, int most, int recent);

    /** How the user follows the thread; empty where they never have, or may not see it now. */
    Optional<ThreadState> thread(UserId user, ConversationId conversation, long thread);

    /** The user's place in the conversation, in one snapshot; empty where they are no member now. */
    Optional<Membership> membership(UserId user, ConversationId conversation);

    /**
     * @param state the conversation as the member sees it
     * @param joined the latest entry that made them join
     */
    record Membership(ConversationState state, long joined) {}

    /** Somebody who comes back; a user may do so twice at once, by two devices. */
    record Returning(UserId user, Optional<Cursor> since) {}

    /**
     * @param heads the head of every conversation of the user's, changed or not
     * @param changed the states of those that moved; in a reset the most recently active first
     * @param gone those the user ceased to be a member of since the cursor
     * @param users the profiles that the states name, and the user's own
     * @param threads those that the user follows further, from now on or no longer, since the cursor; none in a reset
     * @param own what else of the user's own moved since the cursor; none in a reset, after which all is asked
     */
    record CatchUp(
            UserId user,
            Cursor cursor,
            boolean reset,
            Map<ConversationId, Head> heads,
            List<ConversationState> changed,
            List<ConversationId> gone,
            List<Profile> users,
            List<ThreadState> threads,
            List<OwnThing> own) {

        /** The same reset with fewer conversations: the {@code most} first ones. */
        public CatchUp shortened(int most) {
            List<ConversationState> kept = changed.subList(0, Math.min(most, changed.size()));
            Set<String> named = named(user, kept);
            List<Profile> known = users.stream()
                    .filter(profile -> named.contains(profile.id()))
                    .toList();
            return new CatchUp(user, cursor, reset, heads, kept, gone, known, threads, own);
        }

        /** The ids of everybody whom the states name, and the user's. */
        public static Set<String> named(UserId user, List<ConversationState> states) {
            Set<String> named = new LinkedHashSet<>();
            named.add(user.toString());
            for (ConversationState state : states) {
                if (state.peer() != null) {
                    named.add(state.peer().id());
                }
                if (state.last() != null) {
                    named.add(state.last().from());
                }
                named.addAll(state.marks().keySet());
            }
            return named;
        }
    }

    /**
     * Where a log ends.
     *
     * @param seq its newest entry
     * @param messages messages of the main timeline up to it
     * @param members how many members the conversation has since that entry
     */
    record Head(long seq, long messages, int members) {}
}
