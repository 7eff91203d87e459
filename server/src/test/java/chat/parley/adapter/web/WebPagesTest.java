package chat.parley.adapter.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.imageio.ThumbnailProcess;
import chat.parley.core.attachment.Rendition;
import chat.parley.core.attachment.ThumbnailConfig;
import chat.parley.core.preview.Pages.Look;
import chat.parley.core.preview.Preview;
import chat.parley.core.preview.PreviewConfig;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking at pages of a real server, on this machine. */
class WebPagesTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private WebPages pages;

    /** Of this machine the test's server alone may be reached; of the rest what may be reached anyway. */
    private final class TestServer implements Reachable {
        private final Reachable internet = new PublicInternet();

        @Override
        public boolean address(InetAddress address) {
            return address.getHostAddress().equals("127.0.0.1") || internet.address(address);
        }

        @Override
        public boolean port(int port) {
            return port == server.getAddress().getPort() || internet.port(port);
        }
    }

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            answer(exchange);
        });
        server.start();
        pages = pages(Duration.ofSeconds(60), new TestServer());
    }

    @AfterEach
    void close() {
        over.countDown();
        pages.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private static WebPages pages(Duration time, Reachable reachable) {
        PreviewConfig config = new PreviewConfig(
                true, 3, 1, time, 64 << 10, 1 << 20, 1 << 20, Duration.ofHours(1), Duration.ofMinutes(1));
        return new WebPages(
                config,
                reachable,
                new ThumbnailProcess(
                        new ThumbnailConfig(
                                1,
                                1 << 20,
                                128 << 20,
                                Duration.ofMinutes(1),
                                1 << 20,
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(1)),
                        10_000_000,
                        Rendition.THUMBNAILS));
    }

    private void answer(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/full" -> html(exchange, """
                    <html><head><title>Own title</title>
                    <meta property="og:title" content="  Ships &amp;\nharbours ">
                    <meta name="description" content="About ships">
                    <meta property="og:site_name" content="The Sea">
                    <meta property="og:image" content="/picture.png">""");
            case "/plain" -> html(exchange, "<title>Grüße</title>");
            case "/evil" -> html(exchange, """
                    <title>&lt;script&gt;alert(1)&lt;/script&gt;\u202Egnp.exe</title>
                    <meta property="og:image" content="javascript:alert(1)">
                    <meta property="og:image" content="data:image/png;base64,AAAA">
                    <meta property="og:image" content="file:///etc/passwd">""");
            case "/latin" ->
                send(
                        exchange,
                        200,
                        "text/html; charset=ISO-8859-1",
                        "<title>Gr\u00fc\u00dfe</title>".getBytes(ISO_8859_1));
            case "/meta" ->
                send(
                        exchange,
                        200,
                        "text/html",
                        "<meta charset=latin1><title>Gr\u00fc\u00dfe</title>".getBytes(ISO_8859_1));
            case "/strange" -> send(exchange, 200, "text/html; charset=none-such", "<title>x</title>".getBytes(UTF_8));
            case "/long" -> html(exchange, "<title>" + "long ".repeat(9_000) + "</title>");
            case "/huge" -> html(exchange, "<title>Huge</title>" + " ".repeat(1 << 20));
            case "/packed" -> {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                html(exchange, "<title>Packed</title>");
            }
            case "/picture.png" -> send(exchange, 200, "image/png", picture());
            case "/untitled" -> html(exchange, "<p>nothing");
            case "/json" -> send(exchange, 200, "application/json", "{}".getBytes(UTF_8));
            case "/missing" -> send(exchange, 404, "text/html", "<title>Missing</title>".getBytes(UTF_8));
            case "/once" -> onward(exchange, "/full");
            case "/thrice" -> onward(exchange, "/twice");
            case "/twice" -> onward(exchange, "/once");
            case "/loop" -> onward(exchange, "/loop");
            case "/inside" -> onward(exchange, "http://10.0.0.1/");
            case "/metadata" -> onward(exchange, "http://169.254.169.254/latest/meta-data/");
            case "/file" -> onward(exchange, "file:///etc/passwd");
            case "/elsewhere" -> onward(exchange, "http://127.0.0.1:22/");
            case "/with-inner-picture" ->
                html(exchange, "<title>x</title><meta property=og:image content=http://192.168.0.1/x.png>");
            default -> keepWaiting(exchange);
        }
    }

    @Test
    void findsWhatAPageSaysOfItself() {
        Preview preview = found("/full");
        assertThat(preview.title()).isEqualTo("Ships & harbours");
        assertThat(preview.description()).isEqualTo("About ships");
        assertThat(preview.site()).isEqualTo("The Sea");
        Preview.Image image = Objects.requireNonNull(preview.image());
        assertThat(image.type()).isEqualTo("image/jpeg");
        assertThat(image.width()).isEqualTo(360);
        assertThat(image.height()).isEqualTo(180);
        assertThat(asked).containsExactly("/full", "/picture.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plain", "/latin", "/meta"})
    void readsItInItsLetters(String path) {
        Preview preview = found(path);
        assertThat(preview.title()).isEqualTo("Grüße");
        assertThat(preview.site()).isEqualTo("127.0.0.1");
        assertThat(preview.description()).isNull();
        assertThat(preview.image()).isNull();
    }

    @Test
    void takesWhatAPageSaysForTextAndForNothingElse() {
        Preview preview = found("/evil");
        assertThat(preview.title()).isEqualTo("<script>alert(1)</script> gnp.exe");
        assertThat(preview.image()).isNull();
    }

    @Test
    void cutsWhatNobodyWouldReadAndReadsNoMoreThanTheBeginning() {
        assertThat(found("/long").title()).hasSize(200).endsWith("…");
        assertThat(found("/huge").title()).isEqualTo("Huge");
        assertThat(found("/strange").title()).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/untitled", "/json", "/missing", "/packed", "/picture.png"})
    void findsNothingWhereNoPageIs(String path) {
        assertThat(look(path)).isInstanceOf(Look.Nothing.class);
    }

    @Test
    void followsThreeRedirectsAndNoFourth() {
        assertThat(found("/thrice").title()).isEqualTo("Ships & harbours");
        asked.clear();
        assertThat(look("/loop")).isInstanceOf(Look.Nothing.class);
        assertThat(asked).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/inside", "/metadata", "/file", "/elsewhere"})
    void isLedNowhereByARedirect(String path) {
        assertThat(look(path)).isInstanceOf(Look.Nothing.class);
        assertThat(asked).containsExactly(path);
    }

    @Test
    void fetchesNoPictureFromInside() {
        assertThat(found("/with-inner-picture").image()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/full",
                "http://localhost:%d/full",
                "http://2130706433:%d/full",
                "http://[::ffff:127.0.0.1]:%d/full",
                "http://[::1]:%d/full",
                "http://0.0.0.0:%d/full",
                "http://user@127.0.0.1:%d/full",
                "ftp://127.0.0.1:%d/full"
            })
    void reachesNothingOfThisMachineAsItIsShipped(String link) {
        try (WebPages shipped = pages(Duration.ofSeconds(60), new AnyPort())) {
            URI here = URI.create(link.formatted(server.getAddress().getPort()));
            assertThat(shipped.look(here)).isInstanceOf(Look.Nothing.class);
        }
        assertThat(asked).isEmpty();
    }

    /** The address has to keep it away, not the port. */
    private static final class AnyPort implements Reachable {
        @Override
        public boolean address(InetAddress address) {
            return new PublicInternet().address(address);
        }

        @Override
        public boolean port(int port) {
            return true;
        }
    }

    @Test
    void connectsToTheAddressThatWasLookedAt() throws IOException {
        URI link = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
        Site site = Site.of(link, new Everything());
        assertThat(site.endpoint().ipAddr()).isEqualTo(site.address().getHostAddress());
        assertThat(site.endpoint().host()).isEqualTo("localhost");
    }

    private static final class Everything implements Reachable {
        @Override
        public boolean address(InetAddress address) {
            return true;
        }

        @Override
        public boolean port(int port) {
            return true;
        }
    }

    @Test
    void givesUpOnASiteThatIsSlow() {
        try (WebPages hasty = pages(Duration.ofMillis(300), new TestServer())) {
            assertThat(hasty.look(uri("/slow"))).isInstanceOf(Look.Nothing.class);
        }
    }

    @Test
    void looksAtSoManyAtATime() throws InterruptedException {
        threads.execute(() -> pages.look(uri("/slow")));
        while (asked.isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(look("/full")).isInstanceOf(Look.Busy.class);
    }

    private Preview found(String path) {
        Look look = look(path);
        assertThat(look).isInstanceOf(Look.Found.class);
        return ((Look.Found) look).preview();
    }

    private Look look(String path) {
        return pages.look(uri(path));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** Answers nothing until the test is over. */
    private void keepWaiting(HttpExchange exchange) {
        try {
            over.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static void onward(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static void html(HttpExchange exchange, String page) throws IOException {
        send(exchange, 200, "text/html; charset=utf-8", page.getBytes(UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(800, 400, BufferedImage.TYPE_INT_RGB), "png", file);
        return file.toByteArray();
    }
}
