package chat.parley.adapter.postgres.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/** A JVM of its own with an embedded database, to be killed as a server would be. */
final class ServerProcess {
    private ServerProcess() {}

    static Process launch(EmbeddedPostgresConfig config) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerProcess.class.getName(),
                        config.dataDirectory().toString(),
                        config.unpackDirectory().toString())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        EmbeddedPostgres.start(
                EmbeddedPostgresConfig.in(Path.of(arguments[0])).withUnpackDirectory(Path.of(arguments[1])));
        // Lives until it is killed, or until the test that holds the other end of the pipe is gone.
        System.in.read();
    }
}
