package chat.parley.app.config;

import java.util.List;

/** The configuration cannot be used; one line a problem, each with the key and what would be right. */
public final class ConfigurationException extends RuntimeException {
    ConfigurationException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
