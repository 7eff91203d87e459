package chat.parley.wire;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client of long polling posts (protocol section 3), its frames still bytes.
 *
 * @param ack the number below which all server frames have arrived; null where it was not said
 * @param first the number of the first of {@code frames}; null where it was not said
 * @param frames where in the body each frame stands
 */
public record PollBody(@Nullable Long ack, @Nullable Long first, List<Slice> frames) {

    /** The bytes of one JSON object inside the body. */
    public record Slice(int offset, int length) {}

    static PollBody read(Fields fields, int mostFrames) throws IOException, MalformedFrame {
        Long ack = null;
        Long first = null;
        List<Slice> frames = List.of();
        while (fields.next()) {
            switch (fields.name()) {
                case "ack" -> ack = fields.count();
                case "first" -> first = fields.count();
                case "frames" -> frames = fields.list(mostFrames, Fields::slice);
                default -> fields.skip();
            }
        }
        return new PollBody(ack, first, frames);
    }
}
