package chat.parley.app.config;

import chat.parley.setting.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One value of every type that a component's configuration may have. */
record SampleConfig(
        @Setting("A number.") int port,
        @Setting(value = "A size.", bytes = true) long bodyLimit,
        @Setting("A time.") Duration helloTimeout,
        @Setting("A switch.") boolean enabled,
        @Setting("A choice.") Colour colour,
        @Setting("Several.") List<String> origins,
        @Setting("A file.") Path data,
        @Setting("A fraction.") double share,
        @Setting(value = "A database.", secret = true) Optional<URI> url,
        Inner inner) {

    enum Colour {
        RED,
        DARK_BLUE
    }

    record Inner(@Setting("Deep.") int rate) {}

    SampleConfig {
        if (port < 0) {
            throw new IllegalArgumentException("port must be 0 or more, not " + port);
        }
    }

    static SampleConfig defaults() {
        return new SampleConfig(
                8080,
                1 << 20,
                Duration.ofSeconds(10),
                true,
                Colour.RED,
                List.of(),
                Path.of("data"),
                0.5,
                Optional.empty(),
                new Inner(100));
    }
}
