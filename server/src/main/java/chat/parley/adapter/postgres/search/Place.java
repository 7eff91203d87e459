package chat.parley.adapter.postgres.search;

import chat.parley.core.search.MessageIndex.Order;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page of hits ended, as its reader carries it.
 *
 * @param at in milliseconds since 1970, as are all times of messages
 * @param rank of the last hit, where the best come first
 * @param newest where the best come first: matches of then and later are left out of the pages that follow, so that what
 *     arrives meanwhile moves nothing; in milliseconds
 */
record Place(Order order, long at, long conversation, long seq, float rank, long newest) {
    private static final int BYTES = 1 + 4 * Long.BYTES + Float.BYTES;

    /** Later than any message: the end of the year 9999, the last that four digits write. */
    static final long NEVER = 253_402_300_799_999L;

    static Place byDate(long at, long conversation, long seq) {
        return new Place(Order.DATE, at, conversation, seq, 0, NEVER);
    }

    String text() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .put(tag(order))
                .putLong(at)
                .putLong(conversation)
                .putLong(seq)
                .putFloat(rank)
                .putLong(newest)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The place of this order that the text means, or empty where it means none. */
    static Optional<Place> parse(String text, Order order) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() != BYTES || bytes.get() != tag(order)) {
                return Optional.empty();
            }
            Place place = new Place(
                    order, bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getFloat(), bytes.getLong());
            return isTime(place.at()) && isTime(place.newest()) ? Optional.of(place) : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    private static byte tag(Order order) {
        return switch (order) {
            case DATE -> 'd';
            case RANK -> 'r';
        };
    }

    private static boolean isTime(long at) {
        return at >= 0 && at <= NEVER;
    }
}
