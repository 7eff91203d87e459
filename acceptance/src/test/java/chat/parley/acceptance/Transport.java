package chat.parley.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.function.Consumer;

/** The two ways in which the same frames pass. */
enum Transport {
    SOCKET {
        @Override
        RawConnection open(URI server, Consumer<JsonNode> listener) {
            return RawSocket.open(server, listener);
        }
    },
    POLL {
        @Override
        RawConnection open(URI server, Consumer<JsonNode> listener) {
            return RawPoll.open(server, listener);
        }
    };

    /** A connection that has said nothing yet; {@code listener} is told each frame as it comes, one at a time. */
    abstract RawConnection open(URI server, Consumer<JsonNode> listener);

    RawConnection open(URI server) {
        return open(server, _ -> {});
    }
}
