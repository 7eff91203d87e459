package chat.parley.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields that are left out where they say nothing ({@code maybe…}), and shapes that Jackson has no call for. */
final class Out {
    private Out() {}

    static void maybeString(JsonGenerator out, String name, @Nullable String value) throws IOException {
        if (value != null) {
            out.writeStringField(name, value);
        }
    }

    static void maybeNumber(JsonGenerator out, String name, @Nullable Long value) throws IOException {
        if (value != null) {
            out.writeNumberField(name, value);
        }
    }

    static void maybeFlag(JsonGenerator out, String name, boolean value) throws IOException {
        if (value) {
            out.writeBooleanField(name, true);
        }
    }

    static void maybeStrings(JsonGenerator out, String name, List<String> values) throws IOException {
        if (!values.isEmpty()) {
            strings(out, name, values);
        }
    }

    static void strings(JsonGenerator out, String name, List<String> values) throws IOException {
        out.writeArrayFieldStart(name);
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
    }

    static void time(JsonGenerator out, String name, Instant at) throws IOException {
        char[] text = new char[Times.CHARACTERS];
        Times.write(at, text);
        out.writeFieldName(name);
        out.writeString(text, 0, text.length);
    }
}
