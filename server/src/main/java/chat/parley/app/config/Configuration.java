package chat.parley.app.config;

import java.util.List;
import java.util.Map;

/** All components' configuration, read and checked. Immutable. */
public final class Configuration {
    private final Map<Class<?>, Record> records;
    private final List<Effective> values;

    Configuration(Map<Class<?>, Record> records, List<Effective> values) {
        this.records = records;
        this.values = values;
    }

    /** The record of one component. */
    public <R extends Record> R of(Class<R> component) {
        Record record = records.get(component);
        if (record == null) {
            throw new IllegalArgumentException(component + " is not a section of the configuration");
        }
        return component.cast(record);
    }

    /** Every value with its source, in the order of the reference page; secrets are masked. */
    public List<Effective> values() {
        return values;
    }

    /** One value as it holds. */
    public record Effective(String key, String text, Source source) {}
}
