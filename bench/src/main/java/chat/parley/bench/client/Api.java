package chat.parley.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/** The calls that prepare a scenario; none of them under load. */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The shipped bounds of one call. */
    private static final int MEMBERS_AT_CREATION = 499;

    private static final int MEMBERS_A_CALL = 200;

    private static final int TOO_OFTEN = 429;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;

    public Api(URI server) {
        this.server = server;
    }

    /** Makes a group of all of these, the first its owner, and returns its id. */
    public String group(String title, List<Identity> people) {
        Identity owner = people.getFirst();
        int first = Math.min(people.size(), MEMBERS_AT_CREATION + 1);
        ObjectNode wanted = JSON.createObjectNode()
                .put("id", UUID.randomUUID().toString())
                .put("kind", "group")
                .put("title", title);
        add(wanted.putArray("members"), people.subList(1, first));
        String id = post(owner, "/v1/conversations", wanted).get("id").asText();
        for (int from = first; from < people.size(); from += MEMBERS_A_CALL) {
            ObjectNode more = JSON.createObjectNode();
            add(more.putArray("users"), people.subList(from, Math.min(people.size(), from + MEMBERS_A_CALL)));
            post(owner, "/v1/conversations/" + id + "/members", more);
        }
        return id;
    }

    private static void add(ArrayNode to, List<Identity> people) {
        people.forEach(each -> to.add(each.user()));
    }

    /** Makes an account that can be signed in to. */
    public void register(String handle, String password) {
        int status = answer(post("/v1/accounts", signIn(handle, password).put("name", handle)))
                .statusCode();
        if (status / 100 != 2) {
            throw new IllegalStateException("a registration was answered " + status);
        }
    }

    /** Signs in anew; the status of the answer. */
    public int signInAgain(String handle, String password) {
        return answer(post("/v1/sessions", signIn(handle, password))).statusCode();
    }

    private static ObjectNode signIn(String handle, String password) {
        return JSON.createObjectNode().put("handle", handle).put("password", password);
    }

    private HttpRequest post(String path, ObjectNode body) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
    }

    /** How many messages of {@code caller} a search finds on its first page; empty where it asks too often. */
    public OptionalInt found(Identity caller, String query) {
        HttpResponse<String> response = answer(HttpRequest.newBuilder(server.resolve("/v1/search?q=" + query))
                .header("Authorization", "Bearer " + caller.accessToken())
                .build());
        if (response.statusCode() == TOO_OFTEN) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(body(response).get("hits").size());
    }

    /** What the server counts under this name, all series of it that have {@code tag} together. */
    public double metric(String name, String tag) {
        String all = answer(HttpRequest.newBuilder(server.resolve("/metrics")).build())
                .body();
        return all.lines()
                .filter(line -> line.startsWith(name) && line.contains(tag))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private JsonNode post(Identity caller, String path, JsonNode body) {
        return body(answer(HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + caller.accessToken())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build()));
    }

    private HttpResponse<String> answer(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode body(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    response.uri() + " was answered " + response.statusCode() + ": " + response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
