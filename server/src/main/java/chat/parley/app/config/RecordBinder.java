package chat.parley.app.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Makes a component's record from what was given and, for the rest, its defaults. Problems are collected, not thrown. */
final class RecordBinder {
    private final Map<String, Key> keys;
    private final Map<String, ConfigurationReader.Given> given;
    private final List<String> problems;

    RecordBinder(Map<String, Key> keys, Map<String, ConfigurationReader.Given> given, List<String> problems) {
        this.keys = keys;
        this.given = given;
        this.problems = problems;
    }

    /** The record; the defaults where a problem was met. */
    Record bind(String prefix, Record defaults) {
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        boolean asDefault = true;
        for (int i = 0; i < components.length; i++) {
            Object byDefault = Key.read(components[i], defaults);
            values[i] = value(prefix + "." + components[i].getName(), byDefault);
            asDefault &= values[i].equals(byDefault);
        }
        return asDefault ? defaults : construct(prefix, defaults, values);
    }

    private Object value(String name, Object byDefault) {
        if (byDefault instanceof Record nested) {
            return bind(name, nested);
        }
        Key key = keys.get(name);
        ConfigurationReader.Given value = given.get(name);
        if (key == null || value == null) {
            return byDefault;
        }
        try {
            return ValueText.parse(key.type(), key.documentation(), value.text());
        } catch (IllegalArgumentException e) {
            problems.add(value.where() + ": " + e.getMessage());
            return byDefault;
        }
    }

    private Record construct(String prefix, Record defaults, Object[] values) {
        Class<?>[] types = Arrays.stream(defaults.getClass().getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<? extends Record> constructor = defaults.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof IllegalArgumentException refused)) {
                throw new IllegalStateException("cannot make " + defaults.getClass(), e);
            }
            String message = String.valueOf(refused.getMessage());
            problems.add(message.startsWith(prefix + ": ") ? message : prefix + ": " + message);
            return defaults;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + defaults.getClass(), e);
        }
    }
}
