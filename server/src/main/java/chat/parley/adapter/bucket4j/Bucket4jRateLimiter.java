package chat.parley.adapter.bucket4j;

import chat.parley.core.limit.RateLimiter;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Token buckets in this node's memory. A bucket unused for as long as it takes to fill is dropped, since a new one is the
 * same; so their number is bounded by what is going on, and by the configuration.
 */
public final class Bucket4jRateLimiter implements RateLimiter {
    /** Longer than any bucket takes to fill. */
    private static final Duration UNUSED = Duration.ofMinutes(10);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final RateLimitConfig config;
    private final TimeMeter clock;
    private final LoadingCache<Key, Bucket> buckets;

    public Bucket4jRateLimiter(RateLimitConfig config) {
        this(config, TimeMeter.SYSTEM_NANOTIME);
    }

    Bucket4jRateLimiter(RateLimitConfig config, TimeMeter clock) {
        this.config = config;
        this.clock = clock;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(config.countedKeys())
                .expireAfterAccess(UNUSED)
                .build(key -> fresh(key.limit()));
    }

    private record Key(Limit limit, String key) {}

    @Override
    public long take(Limit limit, String key) {
        ConsumptionProbe probe = buckets.get(new Key(limit, key)).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(probe.getNanosToWaitForRefill()));
    }

    @Override
    public void giveBack(Limit limit, String key) {
        buckets.get(new Key(limit, key)).addTokens(1);
    }

    private Bucket fresh(Limit limit) {
        return switch (limit) {
            case SENDS -> bucket(config.sendsBurst(), config.sends(), SECOND);
            case CHANGES -> bucket(config.changesBurst(), config.changes(), SECOND);
            case SEARCHES -> bucket(config.searchesBurst(), config.searches(), SECOND);
            case OWN -> bucket(config.ownBurst(), config.own(), SECOND);
            case PREVIEWS -> bucket(config.previewsBurst(), config.previews(), SECOND);
            case PREVIEWS_OF_SITE -> bucket(config.previewsOfSite(), config.previewsOfSite(), MINUTE);
            case FAILED_SIGN_INS_BY_HANDLE ->
                bucket(config.failedSignInsByHandle(), config.failedSignInsByHandle(), MINUTE);
            case FAILED_SIGN_INS_BY_ADDRESS ->
                bucket(config.failedSignInsByAddress(), config.failedSignInsByAddress(), MINUTE);
            case REGISTRATIONS_BY_ADDRESS ->
                bucket(config.registrationsByAddress(), config.registrationsByAddress(), MINUTE);
            case TYPING -> bucket(1, 1, config.typingEvery());
            case TYPING_OF_USER -> bucket(config.typing(), config.typing(), SECOND);
        };
    }

    private Bucket bucket(int burst, int rate, Duration period) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(rate, period))
                .withCustomTimePrecision(clock)
                .build();
    }
}
