package chat.parley.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON in and out. Reading is strict in types (a number is no string, 1.5 is no whole number) and lenient in fields (unknown
 * ones are ignored, as the contract says); a refusal names the field.
 */
final class Json {
    private static final int MAX_DEPTH = 32;

    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    static <T extends Record> T read(byte[] json, Class<T> type) {
        T value;
        try {
            value = MAPPER.readValue(json, type);
        } catch (JsonMappingException wrongValue) {
            throw RefusedRequest.badRequest(wrongField(wrongValue));
        } catch (JsonProcessingException noJson) {
            throw RefusedRequest.badRequest("the body is not JSON");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        if (value == null) {
            throw RefusedRequest.badRequest("the body must be a JSON object");
        }
        refuseMissing(value);
        return value;
    }

    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("cannot write " + value.getClass(), bug);
        }
    }

    /** Whether PostgreSQL and every UTF-8 codec take the text: no U+0000, no half of a surrogate pair. */
    static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String wrongField(JsonMappingException wrongValue) {
        String field = wrongValue.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
        return field.isEmpty() ? "the body must be a JSON object" : field + " has a wrong type or value";
    }

    private static void refuseMissing(Record value) {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object held = held(value, component);
            boolean required = !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (held == null && required) {
                throw RefusedRequest.badRequest(component.getName() + " is missing");
            }
            if (held instanceof List<?> list && list.stream().anyMatch(item -> item == null)) {
                throw RefusedRequest.badRequest(component.getName() + " holds null");
            }
        }
    }

    private static @Nullable Object held(Record value, RecordComponent component) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException bug) {
            throw new IllegalStateException("cannot read " + component, bug);
        }
    }

    private static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .withCoercionConfig(LogicalType.Textual, textual -> {
                    textual.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                    textual.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                    textual.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                })
                .addModule(new WireModule())
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
        return mapper;
    }
}
