package chat.parley.app.config;

import chat.parley.setting.Setting;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One value that can be configured, found in a component's record. */
record Key(String name, Type type, Setting documentation, Object defaultValue) {

    /** The name of its environment variable: {@code PARLEY_GATEWAY_HELLO_TIMEOUT} for {@code gateway.helloTimeout}. */
    String environment() {
        StringBuilder variable = new StringBuilder("PARLEY_");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                variable.append('_');
            }
            variable.append(c == '.' ? '_' : c);
        }
        return variable.toString().toUpperCase(Locale.ROOT);
    }

    static List<Key> of(List<Section<?>> sections) {
        List<Key> keys = new ArrayList<>();
        for (Section<?> section : sections) {
            collect(section.name(), section.defaults(), keys);
        }
        return keys;
    }

    private static void collect(String prefix, Record defaults, List<Key> keys) {
        for (RecordComponent component : defaults.getClass().getRecordComponents()) {
            String name = prefix + "." + component.getName();
            Object value = read(component, defaults);
            if (value instanceof Record nested) {
                collect(name, nested, keys);
                continue;
            }
            Setting documentation = component.getAnnotation(Setting.class);
            if (documentation != null) {
                keys.add(new Key(name, component.getGenericType(), documentation, value));
            }
        }
    }

    static Object read(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            @Nullable Object value = component.getAccessor().invoke(record);
            if (value == null) {
                throw new IllegalStateException(record.getClass() + " has no " + component.getName());
            }
            return value;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
