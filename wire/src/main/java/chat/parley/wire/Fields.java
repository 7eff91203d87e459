package chat.parley.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks the fields of a JSON object and reads each value in a bounded shape. A field whose value is null counts as
 * absent. The parser stands on a value whenever a shape is read, so that objects nest: {@code enter}, then the same loop.
 *
 * <pre>
 * while (fields.next()) {
 *     switch (fields.name()) {
 *         case "seq" -> seq = fields.seq();
 *         default -> fields.skip();
 *     }
 * }
 * </pre>
 */
final class Fields {
    /** Reads the value the parser stands on. */
    interface Shape<T> {
        T read(Fields fields) throws IOException, MalformedFrame;
    }

    private final JsonParser json;
    private String name = "the frame";

    /** Of the object that {@code json} stands on. */
    static Fields of(JsonParser json) throws MalformedFrame {
        Fields fields = new Fields(json);
        fields.enter();
        return fields;
    }

    private Fields(JsonParser json) {
        this.json = json;
    }

    /** Into the object that is the current value; {@link #next} then walks its fields. */
    void enter() throws MalformedFrame {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw bad("must be an object");
        }
    }

    /** On to the next field that has a value; false at the end of the object. */
    boolean next() throws IOException {
        String field = json.nextFieldName();
        while (field != null) {
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                name = field;
                return true;
            }
            field = json.nextFieldName();
        }
        return false;
    }

    String name() {
        return name;
    }

    /** Ignores the value, whatever it is. */
    void skip() throws IOException {
        json.skipChildren();
    }

    /** The value of a field that may not be absent. */
    static <T> T need(@Nullable T value, String name) throws MalformedFrame {
        if (value == null) {
            throw new MalformedFrame(name + " is missing", null, true);
        }
        return value;
    }

    MalformedFrame bad(String reason) {
        return new MalformedFrame(name + " " + reason, null, true);
    }

    /** Any number. */
    Rid rid() throws IOException, MalformedFrame {
        if (!json.currentToken().isNumeric()) {
            throw bad("must be a number");
        }
        return Rid.read(json);
    }

    /** An integer that fits a long. */
    long number() throws IOException, MalformedFrame {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw bad("must be an integer");
        }
        return switch (json.getNumberType()) {
            case INT, LONG -> json.getLongValue();
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> throw bad("must fit 64 bits");
        };
    }

    /** A number that counts: 0 or more. */
    long count() throws IOException, MalformedFrame {
        long value = number();
        if (value < 0) {
            throw bad("must not be negative");
        }
        return value;
    }

    /** The number of an entry: 1 or more. */
    long seq() throws IOException, MalformedFrame {
        long value = number();
        if (value < 1) {
            throw bad("must be 1 or more");
        }
        return value;
    }

    boolean flag() throws IOException, MalformedFrame {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw bad("must be true or false");
        };
    }

    /** A string of any content that Unicode and PostgreSQL can hold: no U+0000, no lone surrogate. */
    String string(int maxCharacters) throws IOException, MalformedFrame {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw bad("must be a string");
        }
        String value = json.getText();
        if (value.length() > maxCharacters) {
            throw bad("must be at most " + maxCharacters + " characters");
        }
        if (!Texts.isStorable(value)) {
            throw bad("must not hold U+0000 or a lone surrogate");
        }
        return value;
    }

    /** A string that says something. */
    String words(int maxCharacters) throws IOException, MalformedFrame {
        String value = string(maxCharacters);
        if (value.isBlank()) {
            throw bad("must not be blank");
        }
        return value;
    }

    /** The text of a message as a sender may write it. */
    String text() throws IOException, MalformedFrame {
        String value = string(2 * WireLimits.TEXT_CODE_POINTS);
        if (value.isEmpty() || value.codePointCount(0, value.length()) > WireLimits.TEXT_CODE_POINTS) {
            throw bad("must be 1 to " + WireLimits.TEXT_CODE_POINTS + " code points");
        }
        return value;
    }

    String id() throws IOException, MalformedFrame {
        return asId(json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "");
    }

    /** A UUID, in its canonical lower-case form. */
    String uuid() throws IOException, MalformedFrame {
        String value = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "";
        if (!Texts.isUuid(value)) {
            throw bad("must be a UUID");
        }
        return Texts.lowerCase(value);
    }

    /** A time as RFC 3339 writes it, cut to milliseconds. */
    Instant time() throws IOException, MalformedFrame {
        try {
            return Times.parse(string(Times.MAX_CHARACTERS));
        } catch (DateTimeException notATime) {
            throw bad("must be an RFC 3339 time");
        }
    }

    /** The current value as an object read by {@code shape}. */
    <T> T object(Shape<T> shape) throws IOException, MalformedFrame {
        enter();
        return shape.read(this);
    }

    /** Where in the bytes the object stands that is the current value. Only for a parser of an array from its start. */
    PollBody.Slice slice() throws IOException, MalformedFrame {
        enter();
        int start = Math.toIntExact(json.currentTokenLocation().getByteOffset());
        json.skipChildren();
        return new PollBody.Slice(start, Math.toIntExact(json.currentLocation().getByteOffset()) - start);
    }

    List<String> ids(int max) throws IOException, MalformedFrame {
        return list(max, Fields::id);
    }

    <T> List<T> list(int max, Shape<T> element) throws IOException, MalformedFrame {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw bad("must be an array");
        }
        if (json.nextToken() == JsonToken.END_ARRAY) {
            return List.of();
        }
        String field = name;
        List<T> values = new ArrayList<>();
        do {
            if (values.size() == max) {
                throw bad("must hold at most " + max);
            }
            values.add(element.read(this));
            name = field;
        } while (json.nextToken() != JsonToken.END_ARRAY);
        return Collections.unmodifiableList(values);
    }

    /** An object whose names are ids. */
    <T> Map<String, T> byId(int max, Shape<T> value) throws IOException, MalformedFrame {
        enter();
        Map<String, T> values = new LinkedHashMap<>();
        while (next()) {
            if (values.size() == max) {
                throw bad("must not follow " + max + " others");
            }
            values.put(asId(name), value.read(this));
        }
        return Collections.unmodifiableMap(values);
    }

    private String asId(String value) throws MalformedFrame {
        if (!Texts.isId(value)) {
            throw bad("must be a URL-safe id of 1 to " + WireLimits.ID_CHARACTERS + " characters");
        }
        return value;
    }
}
