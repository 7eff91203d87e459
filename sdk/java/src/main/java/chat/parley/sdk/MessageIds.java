package chat.parley.sdk;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Names for messages: UUIDs of version 7 (RFC 9562 section 5.7), which sort by the time they were made. */
final class MessageIds {
    private MessageIds() {}

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (System.currentTimeMillis() << 16) | 0x7000L | random.nextInt(1 << 12);
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
