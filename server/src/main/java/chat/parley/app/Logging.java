package chat.parley.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import org.slf4j.LoggerFactory;

/** Points the log at standard error in the form that suits whoever reads it; see {@code logback.xml}. */
final class Logging {
    private Logging() {}

    static void configure(LoggingConfig config) {
        System.setProperty("parley.logging.format", json(config.format()) ? "json" : "text");
        System.setProperty("parley.logging.level", config.level().name());
        boolean debug = config.level() == LoggingConfig.Level.DEBUG || config.level() == LoggingConfig.Level.ERROR;
        System.setProperty("parley.logging.libraries", debug ? config.level().name() : "WARN");
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        URL description = Logging.class.getResource("/logback.xml");
        try {
            context.reset();
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(description);
        } catch (JoranException e) {
            throw new IllegalStateException("the packaged logback.xml is not usable", e);
        }
    }

    private static boolean json(LoggingConfig.Format format) {
        return switch (format) {
            case TEXT -> false;
            case JSON -> true;
            // The script knows whether standard error is a terminal; Java can only ask about all three streams
            // together.
            case AUTO -> !Boolean.getBoolean("parley.terminal");
        };
    }
}
