package chat.parley.adapter.argon2;

import chat.parley.core.account.PasswordHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * argon2id. A hash is tens of milliseconds of nothing but CPU and memory, and a virtual thread would keep its carrier for
 * all of them; so hashes run on a few platform threads, which the operating system shares fairly with the rest, and whoever
 * finds no place within a bounded time is told so. A storm of sign-ins thus slows sign-ins, not messages.
 */
public final class Argon2PasswordHash implements PasswordHash, AutoCloseable {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final PasswordConfig config;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore places;
    private final ExecutorService threads;
    /** Of no password; a guess at it costs what a guess at somebody's costs. */
    private final PhcString nobodys;

    public Argon2PasswordHash(PasswordConfig config) {
        this.config = config;
        this.places = new Semaphore(config.atOnce(), true);
        this.threads = Executors.newFixedThreadPool(
                config.atOnce(), Thread.ofPlatform().daemon().name("argon2-", 0).factory());
        this.nobodys = salted(randomBytes(HASH_BYTES));
    }

    @Override
    public Optional<String> hash(String password) {
        return inPlace(() -> compute(password).text());
    }

    @Override
    public Check check(String password, Optional<String> hash) {
        Optional<PhcString> stored = hash.flatMap(PhcString::parse);
        return inPlace(() -> compare(password, stored)).orElse(Check.BUSY);
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    private Check compare(String password, Optional<PhcString> stored) {
        PhcString expected = stored.orElse(nobodys);
        byte[] shown = compute(password, expected);
        boolean right = MessageDigest.isEqual(shown, expected.hashBytes()) && stored.isPresent();
        if (!right) {
            return Check.WRONG;
        }
        return lesser(expected) ? Check.RIGHT_BUT_OUTDATED : Check.RIGHT;
    }

    private boolean lesser(PhcString stored) {
        return stored.memory() < config.memory() / 1024
                || stored.iterations() < config.iterations()
                || stored.hashBytes().length < HASH_BYTES;
    }

    private PhcString compute(String password) {
        PhcString like = salted(new byte[HASH_BYTES]);
        String hash = PhcString.encode(compute(password, like));
        return new PhcString(like.memory(), like.iterations(), like.parallelism(), like.salt(), hash);
    }

    /** With today's parameters and a salt of its own. */
    private PhcString salted(byte[] hash) {
        return new PhcString(
                config.memory() / 1024,
                config.iterations(),
                config.parallelism(),
                PhcString.encode(randomBytes(SALT_BYTES)),
                PhcString.encode(hash));
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The hash of the password with the parameters, salt and length of {@code like}. */
    private static byte[] compute(String password, PhcString like) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(like.memory())
                .withIterations(like.iterations())
                .withParallelism(like.parallelism())
                .withSalt(like.saltBytes())
                .build());
        byte[] hash = new byte[like.hashBytes().length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    /** Empty where no place came free in time. */
    private <T> Optional<T> inPlace(Supplier<T> work) {
        try {
            if (!places.tryAcquire(config.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            try {
                Future<T> result = threads.submit(work::get);
                return Optional.of(result.get());
            } finally {
                places.release();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException bug) {
            throw new IllegalStateException("argon2 failed", bug.getCause());
        }
    }
}
