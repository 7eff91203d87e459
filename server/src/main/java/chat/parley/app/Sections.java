package chat.parley.app;

import chat.parley.app.config.Section;
import java.util.List;

/** Every component that can be configured, in the order of the reference page. */
final class Sections {
    static final List<Section<?>> ALL = List.of(
            new Section<>("store", "Where everything is kept", StoreConfig.defaults()),
            new Section<>("logging", "The log", LoggingConfig.defaults()));

    private Sections() {}
}
