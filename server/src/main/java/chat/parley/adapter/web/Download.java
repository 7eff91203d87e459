package chat.parley.adapter.web;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.HttpStatusClass;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.SplitHttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Fetches the beginning of what a link leads to, by as few redirects as people need. */
final class Download {
    private static final int REDIRECTS = 3;
    private static final String WHO = "Parley (link preview)";

    private final ClientFactory clients;
    private final Reachable reachable;

    Download(ClientFactory clients, Reachable reachable) {
        this.clients = clients;
        this.reachable = reachable;
    }

    /**
     * What came.
     *
     * @param link where it was in the end
     * @param cut whether there was more
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Body(URI link, String type, byte[] bytes, boolean cut) {}

    /**
     * @param accept the types that are wanted, as a header has them
     * @param deadline by {@link System#nanoTime}
     */
    Body get(URI link, String accept, int most, long deadline) throws IOException {
        URI at = link;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            Answered answered = ask(at, accept, most, deadline);
            if (answered.body() != null) {
                return answered.body();
            }
            at = at.resolve(answered.onward());
        }
        throw new IOException("it leads on and on");
    }

    /** One of the two. */
    private record Answered(@Nullable Body body, URI onward) {}

    private Answered ask(URI link, String accept, int most, long deadline) throws IOException {
        Site site = Site.of(link, reachable);
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (!left.isPositive()) {
            throw new IOException("no time is left");
        }
        WebClient client = WebClient.builder(site.protocol(), site.endpoint())
                .factory(clients)
                .responseTimeout(left)
                .maxResponseLength(0)
                .build();
        String path = link.getRawPath() == null || link.getRawPath().isEmpty() ? "/" : link.getRawPath();
        String query = link.getRawQuery() == null ? "" : "?" + link.getRawQuery();
        RequestHeaders headers = RequestHeaders.builder(HttpMethod.GET, path + query)
                .set(HttpHeaderNames.ACCEPT, accept)
                .set(HttpHeaderNames.ACCEPT_ENCODING, "identity")
                .set(HttpHeaderNames.USER_AGENT, WHO)
                .build();
        SplitHttpResponse response = client.execute(HttpRequest.of(headers)).split();
        try (InputStream body = response.body().toInputStream()) {
            return answered(link, response.headers().join(), body, most);
        } catch (CompletionException | IllegalArgumentException failed) {
            throw new IOException("there is no answer", failed);
        }
    }

    private static Answered answered(URI link, ResponseHeaders headers, InputStream body, int most) throws IOException {
        HttpStatus status = headers.status();
        Optional<String> onward = Optional.ofNullable(headers.get(HttpHeaderNames.LOCATION));
        if (status.codeClass() == HttpStatusClass.REDIRECTION && onward.isPresent()) {
            return new Answered(null, URI.create(onward.get()));
        }
        String packed = headers.get(HttpHeaderNames.CONTENT_ENCODING, "identity");
        if (!status.equals(HttpStatus.OK) || !packed.equalsIgnoreCase("identity")) {
            throw new IOException("it answers " + status + ", " + packed);
        }
        byte[] bytes = body.readNBytes(most);
        boolean cut = bytes.length == most && body.read() >= 0;
        return new Answered(new Body(link, headers.get(HttpHeaderNames.CONTENT_TYPE, ""), bytes, cut), link);
    }
}
