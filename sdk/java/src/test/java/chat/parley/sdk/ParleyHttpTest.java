package chat.parley.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.parley.wire.ClientFrame;
import chat.parley.wire.ErrorCode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How answers are understood, those of a proxy included; the calls themselves are tried on the real server elsewhere. */
class ParleyHttpTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;
    private int status = 200;
    private String body = "";

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void readsAPageOfTheLog() throws Exception {
        body = "{\"entries\":[{\"op\":\"entry\",\"conversation\":\"c1\",\"seq\":4,\"messages\":2,"
                + "\"at\":\"2026-11-24T01:02:03.123Z\",\"from\":\"u1\",\"kind\":\"recalled\",\"target\":3,"
                + "\"reason\":\"sender\"}],\"head\":9,\"first\":2}";
        EntriesPage page = http(Credentials.fixed("t")).messages().entries("c1", 3, 1);
        assertThat(requests).containsExactly("GET /v1/conversations/c1/entries?after=3&limit=1 Bearer t");
        assertThat(page.head()).isEqualTo(9);
        assertThat(page.first()).isEqualTo(2);
        assertThat(page.entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.seq()).isEqualTo(4));
    }

    @Test
    void readsAPageOfHits() throws Exception {
        body = "{\"hits\":[{\"conversation\":\"c1\",\"seq\":4,\"at\":\"2026-11-24T01:02:03.123Z\",\"from\":\"u1\","
                + "\"snippet\":\"a word\",\"highlights\":[{\"start\":2,\"end\":6}]}],\"users\":[],\"next\":\"p2\"}";
        HitsPage page = http(Credentials.fixed("t")).messages().search("word from:me", 5, "p1");
        assertThat(requests).containsExactly("GET /v1/search?q=word%20from%3Ame&limit=5&next=p1 Bearer t");
        assertThat(page.next()).isEqualTo("p2");
        assertThat(page.hits()).singleElement().satisfies(hit -> {
            HitsPage.Highlight match = hit.highlights().getFirst();
            assertThat(hit.snippet().substring(match.start(), match.end())).isEqualTo("word");
        });
    }

    @Test
    void tellsANewMessageFromARepeatedOneByTheStatus() throws Exception {
        body = "{\"seq\":7,\"at\":\"2026-11-24T01:02:03.123Z\"}";
        ClientFrame.Draft draft = ClientFrame.Draft.plain(MessageIds.next(), "x");
        status = 201;
        assertThat(http(Credentials.fixed("t")).messages().send("c1", draft).duplicate())
                .isFalse();
        status = 200;
        assertThat(http(Credentials.fixed("t")).messages().send("c1", draft).duplicate())
                .isTrue();
    }

    @Test
    void understandsAProblem() {
        status = 429;
        body = "{\"status\":429,\"code\":\"rate_limited\",\"detail\":\"slower\",\"retryAfterMs\":250}";
        Refused refusal = refused();
        assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(refusal.detail()).isEqualTo("slower");
        assertThat(refusal.retryAfterMs()).isEqualTo(250);
    }

    @Test
    void makesDoWithTheStatusWhereAProxyAnswers() {
        status = 503;
        body = "<html>no upstream</html>";
        assertThat(refused().code()).isEqualTo(ErrorCode.UNAVAILABLE);
        status = 502;
        assertThat(refused().code()).isEqualTo(ErrorCode.INTERNAL);
        body = "";
        assertThat(refused().code()).isEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void renewsARefusedTokenOnce() {
        status = 401;
        body = "{\"code\":\"unauthenticated\",\"detail\":\"expired\"}";
        Refused refusal = assertThrows(
                Refused.class,
                () -> http(new Credentials() {
                            @Override
                            public String accessToken() {
                                return "old";
                            }

                            @Override
                            public String refresh(String refused) {
                                return "new";
                            }
                        })
                        .users()
                        .me());
        assertThat(refusal.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(requests).containsExactly("GET /v1/users/me Bearer old", "GET /v1/users/me Bearer new");
    }

    @Test
    void isSignedOutWhereTheRefreshTokenIsRefused() {
        status = 401;
        body = "{\"code\":\"unauthenticated\",\"detail\":\"the family has ended\"}";
        assertThrows(SignedOut.class, () -> renewable().refresh("a"));
    }

    @Test
    void triesLaterWhereTheServerCannotRenewNow() {
        status = 503;
        body = "{\"code\":\"unavailable\",\"detail\":\"starting\"}";
        assertThrows(IOException.class, () -> renewable().refresh("a"));
    }

    @Test
    void renewsOnceForAllWhoWereRefusedTheSameToken() throws Exception {
        body = "{\"accessToken\":\"b\",\"refreshToken\":\"s\",\"expiresIn\":600}";
        RefreshingCredentials credentials = renewable();
        assertThat(credentials.refresh("a")).isEqualTo("b");
        assertThat(credentials.refresh("a")).isEqualTo("b");
        assertThat(requests).hasSize(1);
    }

    @Test
    void doesNotReadAnAnswerWithoutEnd() {
        body = "\"" + "x".repeat(3 * 1024 * 1024) + "\"";
        assertThrows(
                IOException.class, () -> http(Credentials.fixed("t")).users().me());
    }

    @Test
    void refusesAnAnswerThatIsNotOfTheProtocol() {
        body = "{\"id\":7}";
        assertThrows(
                IOException.class, () -> http(Credentials.fixed("t")).users().me());
    }

    private Refused refused() {
        return assertThrows(
                Refused.class, () -> http(Credentials.fixed("t")).users().me());
    }

    private RefreshingCredentials renewable() {
        SignedIn signedIn = new SignedIn(null, "a", "r", Duration.ofMinutes(10));
        return new RefreshingCredentials(ParleyHttp.anonymous(client, address()), signedIn, renewed -> {});
    }

    private ParleyHttp http(Credentials credentials) {
        return ParleyHttp.as(client, address(), credentials);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + token);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
