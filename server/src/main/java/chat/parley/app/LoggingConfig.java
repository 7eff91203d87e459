package chat.parley.app;

import chat.parley.setting.Setting;

/** What is written to standard error. */
record LoggingConfig(
        @Setting("`auto` is text on a terminal and JSON, one object a line, otherwise.")
        Format format,

        @Setting("The least important level that is written. Libraries below `warn` stay silent unless it is `debug`.")
        Level level) {

    enum Format {
        AUTO,
        TEXT,
        JSON
    }

    enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    static LoggingConfig defaults() {
        return new LoggingConfig(Format.AUTO, Level.INFO);
    }
}
