package chat.parley.core.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.account.Caller;
import chat.parley.core.account.Role;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.SessionId;
import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ConversationState;
import chat.parley.wire.ErrorCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a change does when others change the conversation between its check and its lock: too rare to wait for. */
class RightfulChangeTest {
    private static final Caller ADA = new Caller(new UserId(1), new SessionId(1), Role.MEMBER);
    private static final UserId BEN = new UserId(2);
    private static final ConversationId HERE = new ConversationId(7);
    private static final Change REMOVAL = new Change.Leave(HERE, ADA.user(), BEN);

    private final Store store = new Store();
    private final RightfulChange change = new RightfulChange(store, store, ConversationLimits.defaults());

    @Test
    void asksAgainWithTheVersionOfTheNewLook() {
        store.sees(MemberRole.OWNER, MemberRole.OWNER);
        store.answers(new ChangeLog.Outcome.Stale(), new ChangeLog.Outcome.Appended(9));

        assertThat(remove()).isEqualTo(Reply.given(OptionalLong.of(9)));
        assertThat(store.versions).containsExactly(1L, 2L);
    }

    @Test
    void refusesWhoLostTheRightInBetween() {
        store.sees(MemberRole.OWNER, MemberRole.MEMBER);
        store.answers(new ChangeLog.Outcome.Stale());

        assertThat(refusal(remove()).code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(store.versions).containsExactly(1L);
    }

    @Test
    void givesUpAloudWhereOthersNeverStop() {
        int attempts = ConversationLimits.defaults().attempts();
        for (int i = 0; i < attempts; i++) {
            store.sees(MemberRole.OWNER);
            store.answers(new ChangeLog.Outcome.Stale());
        }
        Reply.Refused<OptionalLong> refused = refusal(remove());
        assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(refused.retryAfter()).isPresent();
        assertThat(store.versions).hasSize(attempts);
    }

    @Test
    void saysUnavailableAsTheLogDoes() {
        store.sees(MemberRole.OWNER);
        store.answers(new ChangeLog.Outcome.Unavailable(Duration.ofSeconds(3)));
        assertThat(remove()).isEqualTo(Reply.unavailable("the store cannot be reached now", Duration.ofSeconds(3)));
    }

    private Reply<OptionalLong> remove() {
        return change.make(ADA, REMOVAL, access -> WhoMay.remove(ADA, access, Optional.of(MemberRole.MEMBER)));
    }

    private static Reply.Refused<OptionalLong> refusal(Reply<OptionalLong> reply) {
        return switch (reply) {
            case Reply.Refused<OptionalLong> refused -> refused;
            case Reply.Given<OptionalLong>(OptionalLong seq) -> throw new AssertionError("changed as entry " + seq);
        };
    }

    /** Shows one access after the other, its version rising, and answers changes as it was told. */
    private static final class Store implements Conversations, ChangeLog {
        final List<Long> versions = new ArrayList<>();
        private final Deque<MemberRole> roles = new ArrayDeque<>();
        private final Deque<Outcome> outcomes = new ArrayDeque<>();
        private long version;

        void sees(MemberRole... later) {
            roles.addAll(Arrays.asList(later));
        }

        void answers(Outcome... later) {
            outcomes.addAll(Arrays.asList(later));
        }

        @Override
        public Optional<Access> access(ConversationId conversation, UserId user) {
            MemberRole role = roles.remove();
            return Optional.of(new Access(
                    conversation, user, Kind.GROUP, false, ++version, Optional.of(role), false, 2, false, 1, 5, false));
        }

        @Override
        public Outcome apply(Change change, long accessVersion) {
            versions.add(accessVersion);
            return outcomes.remove();
        }

        @Override
        public Created create(NewConversation conversation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ConversationState> states(UserId user, Collection<ConversationId> conversations) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StatePage ofMember(UserId user, String before, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StatePage channels(UserId user, boolean joinedOnly, String query, String before, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Member> members(ConversationId conversation, UserId after, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<ConversationId> direct(UserId one, UserId other) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<ConversationId> created(UserId creator, UUID clientId) {
            throw new UnsupportedOperationException();
        }
    }
}
