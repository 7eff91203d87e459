package chat.parley.app;

import chat.parley.setting.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where everything is kept. */
record StoreConfig(
        @Setting("The directory of the embedded database; made where it is missing.")
        Path data,

        @Setting(value = """
                        An external PostgreSQL (14 or later) as `postgresql://user:password@host:5432/name`, used instead \
                        of the embedded one. Parameters of the JDBC driver may follow, such as `?sslmode=require`.""", secret = true) Optional<URI> database) {

    StoreConfig {
        database.ifPresent(url -> {
            String scheme = url.getScheme();
            if (!"postgresql".equals(scheme) && !"postgres".equals(scheme)) {
                throw new IllegalArgumentException(
                        "database must be a URL such as postgresql://user:password@host:5432/name");
            }
        });
    }

    static StoreConfig defaults() {
        return new StoreConfig(Path.of("data"), Optional.empty());
    }
}
