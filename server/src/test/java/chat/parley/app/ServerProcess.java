package chat.parley.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code parley} in a JVM of its own. */
final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;
    private final BufferedReader out;
    private final Path errors;

    private ServerProcess(Process process, Path errors) {
        this.process = process;
        this.out = process.inputReader();
        this.errors = errors;
    }

    /** Starts {@code parley} with the arguments; its standard error goes to the file. */
    static ServerProcess launch(Path errors, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ServerProcess(
                new ProcessBuilder(command)
                        .redirectError(Redirect.to(errors.toFile()))
                        .start(),
                errors);
    }

    /** The next line of standard output, waited for; the process ends instead where it cannot start. */
    String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IllegalStateException("the server ended: " + errors());
        }
        return line;
    }

    URI ready() throws IOException {
        return URI.create(line().replaceFirst("^ready ", ""));
    }

    /** What is left on standard output after the end of the process. */
    List<String> rest() {
        return out.lines().toList();
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    void terminate() {
        process.toHandle().destroy(); // unlike Process.destroy, leaves its output readable
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    int status() throws InterruptedException {
        if (!endsWithin(PATIENCE)) {
            throw new IllegalStateException("still running");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    static HttpResponse<String> get(URI url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url).GET());
    }

    static HttpResponse<String> get(URI url, String token) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url)
                .header("authorization", "Bearer " + token)
                .GET());
    }

    static HttpResponse<String> post(URI url, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    static HttpResponse<String> post(URI url, String json, String token) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url)
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
