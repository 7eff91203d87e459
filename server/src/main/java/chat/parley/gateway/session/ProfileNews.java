package chat.parley.gateway.session;

import chat.parley.core.bus.Signal;
import chat.parley.core.conversation.Audience;
import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.wire.Profile;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of profiles that changed: to those connected who read a conversation together with the person, and to those who
 * watch them. Whose conversations these are is asked when it is told, so nothing is kept of who was given what. In rounds
 * with a pause between, the latest profile of each person once a round: whoever changes theirs without end costs no more.
 *
 * <p>{@link #changed} may be called by any thread and never blocks.
 */
final class ProfileNews {
    private static final Logger LOG = LoggerFactory.getLogger(ProfileNews.class);

    private final Audience audience;
    private final Loops loops;
    private final HintConfig config;
    private final GatewayMetrics metrics;
    private final Map<UserId, Profile> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean telling = new AtomicBoolean();

    ProfileNews(Audience audience, Loops loops, HintConfig config, GatewayMetrics metrics) {
        this.audience = audience;
        this.loops = loops;
        this.config = config;
        this.metrics = metrics;
    }

    void changed(Signal.ProfileChanged change) {
        if (waiting.size() >= config.profilesWaiting() && !waiting.containsKey(change.user())) {
            metrics.dropped("user", GatewayMetrics.Drop.CROWD);
            return;
        }
        waiting.put(change.user(), change.profile());
        start();
    }

    private void start() {
        if (!waiting.isEmpty() && telling.compareAndSet(false, true)) {
            Thread.ofVirtual().name("profiles").start(this::tellAll);
        }
    }

    private void tellAll() {
        try {
            while (!waiting.isEmpty()) {
                List.copyOf(waiting.keySet()).forEach(this::tell);
                // Within the turn, so that the next change waits for its end.
                Thread.sleep(config.profileEvery());
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            telling.set(false);
        }
        start();
    }

    private void tell(UserId user) {
        Profile profile = waiting.remove(user);
        if (profile == null) {
            return;
        }
        try {
            List<ConversationId> conversations =
                    audience.of(user, config.profileMembers(), config.profileConversations());
            loops.onEach(loop -> loop.whispers().profileChanged(user, profile, conversations));
        } catch (UncheckedIOException unreachable) {
            LOG.debug("a changed profile cannot be told now", unreachable);
            metrics.profileReadFailed();
            waiting.putIfAbsent(user, profile);
        } catch (RuntimeException fault) {
            LOG.error("a changed profile is told to nobody", fault);
            metrics.profileReadFailed();
        }
    }
}
