package chat.parley.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;

/** A page of this machine that says all that a page can say of itself. */
final class OwnPage implements AutoCloseable {
    private static final String PAGE = """
            <title>The sea</title>
            <meta name="description" content="All about the sea">
            <meta property="og:site_name" content="Seas">
            <meta property="og:image" content="/picture.png">""";

    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();

    private OwnPage(HttpServer server) {
        this.server = server;
    }

    static OwnPage open() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            OwnPage page = new OwnPage(server);
            server.createContext("/", exchange -> page.send(exchange, "text/html; charset=utf-8", bytes()));
            server.createContext("/picture.png", exchange -> page.send(exchange, "image/png", picture()));
            server.start();
            return page;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** How often it was asked for anything. */
    int asked() {
        return asked.get();
    }

    private static byte[] bytes() {
        return PAGE.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(720, 360, BufferedImage.TYPE_INT_RGB), "png", file);
        return file.toByteArray();
    }

    private void send(HttpExchange exchange, String type, byte[] bytes) throws IOException {
        asked.incrementAndGet();
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
