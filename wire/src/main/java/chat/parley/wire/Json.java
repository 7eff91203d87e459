package chat.parley.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Jackson as the codec uses it: UTF-8 only, bounded, buffers recycled. The buffers' pool is a shared one, not Jackson's
 * thread-local one, since virtual threads would each get buffers of their own.
 */
final class Json {
    /** Writes one value. */
    interface Content {
        void write(JsonGenerator out) throws IOException;
    }

    private final JsonFactory factory = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(WireLimits.DEPTH)
                    .maxNameLength(WireLimits.FIELD_NAME_CHARACTERS)
                    .maxNumberLength(WireLimits.NUMBER_CHARACTERS)
                    .maxStringLength(WireLimits.SERVER_FRAME_BYTES)
                    .build())
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    JsonParser parser(byte[] bytes, int offset, int length) throws IOException {
        return factory.createParser(bytes, offset, length);
    }

    byte[] bytes(Content content) {
        BufferRecycler buffers = factory._getBufferRecycler();
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(buffers)) {
            try (JsonGenerator out = factory.createGenerator(bytes)) {
                content.write(out);
            }
            return bytes.getClearAndRelease();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        } finally {
            buffers.releaseToPool();
        }
    }
}
