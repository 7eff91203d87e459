package chat.parley.core.account;

import java.util.Optional;

/**
 * Hashes passwords slowly. Threads: blocks for the length of a hash, and for a bounded time before it, since only a few are
 * made at once; where that time is not enough, it says so instead of queueing. Failure: none.
 */
public interface PasswordHash {
    /** The hash in PHC form, or empty where too many are being made. */
    Optional<String> hash(String password);

    /** Compares. Without a hash to compare with it takes as long, and the answer is {@link Check#WRONG}. */
    Check check(String password, Optional<String> hash);

    /** What a comparison found. */
    enum Check {
        RIGHT,
        /** Right, but hashed with lesser parameters than today's. */
        RIGHT_BUT_OUTDATED,
        WRONG,
        /** Too many are being compared; nothing is known. */
        BUSY
    }
}
