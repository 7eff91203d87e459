package chat.parley.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.encoding.EncodingService;
import com.linecorp.armeria.server.file.FileService;
import com.linecorp.armeria.server.file.HttpFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The web client. Files under {@code /assets/} have their content's hash in their names and are kept for ever; the page
 * itself is asked for anew each time, so that an update arrives. A path that names no file is one of the client's own
 * places, and gets the page.
 */
public final class PageFiles {
    private static final String IMMUTABLE = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";
    private static final String NOT_BUILT = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>Parley</title>
            <h1>Parley is running</h1>
            <p>The server answers, but its web client has not been built. Run <code>./parley serve</code>, which builds it,
            or <code>npm ci &amp;&amp; npm run build</code> in <code>web/</code>.</p>
            </html>
            """;

    /** Nothing but what this server serves, no inline script or style, in nobody's frame. */
    private static final HttpHeaders SECURITY = HttpHeaders.builder()
            .add(
                    HttpHeaderNames.CONTENT_SECURITY_POLICY,
                    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none';"
                            + " form-action 'self'; frame-ancestors 'none'")
            .add(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
            .add(HttpHeaderNames.REFERRER_POLICY, "no-referrer")
            .add("cross-origin-opener-policy", "same-origin")
            .add("cross-origin-resource-policy", "same-origin")
            .add("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
            .build();

    private final Path directory;

    public PageFiles(Path directory) {
        this.directory = directory;
    }

    void register(ServerBuilder server) {
        Path index = directory.resolve("index.html");
        if (!Files.isRegularFile(index)) {
            server.route().get("prefix:/").build(PageFiles::notBuilt);
            return;
        }
        HttpService files = files(directory, ASK_AGAIN).orElse(page(index));
        server.serviceUnder("/", files.decorate(EncodingService.newDecorator()));
        Path assets = directory.resolve("assets");
        if (Files.isDirectory(assets)) {
            server.serviceUnder("/assets/", files(assets, IMMUTABLE).decorate(EncodingService.newDecorator()));
        }
    }

    private static FileService files(Path directory, String cacheControl) {
        return FileService.builder(directory)
                .addHeaders(SECURITY)
                .cacheControl(cacheControl)
                .build();
    }

    private static HttpService page(Path index) {
        return HttpFile.builder(index)
                .addHeaders(SECURITY)
                .setHeader(HttpHeaderNames.CACHE_CONTROL, ASK_AGAIN)
                .build()
                .asService();
    }

    private static HttpResponse notBuilt(Object context, Object request) {
        ResponseHeaders headers = ResponseHeaders.builder(HttpStatus.SERVICE_UNAVAILABLE)
                .add(SECURITY)
                .contentType(MediaType.HTML_UTF_8)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .build();
        return HttpResponse.of(headers, HttpData.ofUtf8(NOT_BUILT));
    }
}
