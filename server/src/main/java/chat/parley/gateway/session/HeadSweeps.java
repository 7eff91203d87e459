package chat.parley.gateway.session;

import java.time.Duration;

/**
 * When the far sides of one event loop are told. The first head after a quiet time goes out at once, then one in so long
 * that all loops together stay under {@link LargeConfig#headsPerSecond} for one device a member; the last one always. A sweep is cut into slices, so
 * that it delays nobody else on the loop for long.
 */
final class HeadSweeps {
    /** Some milliseconds' worth of writing. */
    private static final int SLICE = 256;

    private final Loop loop;
    private final LargeConfig config;
    private final UserConnections users;
    private final Crowds crowds;

    HeadSweeps(Loop loop, LargeConfig config, UserConnections users, Crowds crowds) {
        this.loop = loop;
        this.config = config;
        this.users = users;
        this.crowds = crowds;
    }

    /** Looks after the feed where somebody on its far side is owed a head. */
    void watch(Feed feed) {
        FarSide far = feed.far();
        if (far != null && far.owes() && !far.scheduled) {
            far.scheduled = true;
            long wait = far.swept ? far.sweptAt + everyNanos(feed) - System.nanoTime() : 0;
            if (wait > 0) {
                loop.afterwards(Duration.ofNanos(wait), () -> sweep(feed, far));
            } else {
                loop.later(() -> sweep(feed, far));
            }
        }
    }

    private void sweep(Feed feed, FarSide far) {
        far.swept = true;
        far.sweptAt = System.nanoTime();
        crowds.say(feed.conversation, loop, members(feed));
        slice(feed, far);
    }

    private void slice(Feed feed, FarSide far) {
        if (far.sweep(SLICE)) {
            loop.later(() -> slice(feed, far));
        } else {
            far.scheduled = false;
            watch(feed);
        }
    }

    private long everyNanos(Feed feed) {
        return config.headEvery(crowds.connected(feed.conversation)).toNanos();
    }

    /** This loop's part of the members who read the conversation. */
    private double members(Feed feed) {
        double members = 0;
        for (int place = 0; place < feed.size(); place++) {
            members += 1.0 / users.count(feed.session(place).caller().user());
        }
        return members;
    }
}
