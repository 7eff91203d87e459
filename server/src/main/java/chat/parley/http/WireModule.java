package chat.parley.http;

import chat.parley.wire.ConversationState;
import chat.parley.wire.CurrentMessage;
import chat.parley.wire.Entry;
import chat.parley.wire.FrameWriter;
import chat.parley.wire.Profile;
import chat.parley.wire.ThreadState;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How values of the contract look in HTTP bodies and in files; the same as on the socket. */
public final class WireModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final FrameWriter WRITER = new FrameWriter();

    public WireModule() {
        addSerializer(Instant.class, new InstantText());
        addSerializer(Entry.class, new Written<>(Entry.class, WRITER::entry));
        addSerializer(CurrentMessage.class, new Written<>(CurrentMessage.class, WRITER::message));
        addSerializer(ConversationState.class, new Written<>(ConversationState.class, WRITER::state));
        addSerializer(ThreadState.class, new Written<>(ThreadState.class, WRITER::thread));
        addSerializer(Profile.class, new Written<>(Profile.class, WRITER::profile));
        addDeserializer(String.class, new WellFormedText());
    }

    /** RFC 3339 in UTC, always with three digits of milliseconds. */
    private static final class InstantText extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantText() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(MILLISECONDS.format(value));
        }
    }

    /** One of the contract's own values, written by its codec. */
    private static final class Written<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Codec<T> codec;

        Written(Class<T> type, Codec<T> codec) {
            super(type);
            this.codec = codec;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            codec.write(out, value);
        }
    }

    private interface Codec<T> {
        void write(JsonGenerator out, T value) throws IOException;
    }

    /** Refuses text that the store would refuse. */
    private static final class WellFormedText extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        WellFormedText() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = StringDeserializer.instance.deserialize(in, context);
            if (!Json.wellFormed(text)) {
                throw context.weirdStringException("", String.class, "U+0000 or half a surrogate pair");
            }
            return text;
        }
    }
}
