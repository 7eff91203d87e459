package chat.parley.app.config;

import java.util.Locale;

/** Where a value came from, weakest first. */
public enum Source {
    DEFAULT,
    FILE,
    ENVIRONMENT,
    FLAG;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
