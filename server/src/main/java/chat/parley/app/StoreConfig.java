package chat.parley.app;

import chat.parley.adapter.postgres.DatabaseConfig;
import chat.parley.adapter.postgres.embedded.EmbeddedPostgresConfig;
import chat.parley.setting.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where everything is kept.
 *
 * @param connections settings of the pool; the database's address comes from {@code database} or the embedded one
 * @param embedded settings of the embedded database; its directory comes from {@code data}
 */
record StoreConfig(
        @Setting("The directory of the embedded database and of attachments; made where it is missing.")
        Path data,

        @Setting(
                value =
                        "An external PostgreSQL (14 or later) as `postgresql://user:password@host:5432/name`, used instead"
                                + " of the embedded one. Parameters of the JDBC driver may follow, such as `?sslmode=require`.",
                secret = true)
        Optional<URI> database,

        DatabaseConfig connections,
        EmbeddedPostgresConfig embedded) {

    StoreConfig {
        database.ifPresent(url -> {
            String scheme = url.getScheme();
            boolean ours = "postgresql".equals(scheme) || "postgres".equals(scheme);
            // an @ in the path is that of a password with a slash in it
            if (!ours || url.getRawAuthority() == null || url.getRawPath().contains("@")) {
                throw new IllegalArgumentException("database must be " + DatabaseUrl.AS_IT_SHOULD_BE);
            }
        });
    }

    static StoreConfig defaults() {
        Path data = Path.of("data");
        return new StoreConfig(
                data, Optional.empty(), DatabaseConfig.of("jdbc:postgresql:", "", ""), EmbeddedPostgresConfig.in(data));
    }

    /** The same settings for an external database. */
    StoreConfig in(URI externalDatabase) {
        return new StoreConfig(data, Optional.of(externalDatabase), connections, embedded);
    }
}
