package chat.parley.acceptance;

import chat.parley.acceptance.Transcript.Step;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import java.util.function.Predicate;

/** Somebody whose every word with the server, and every answer waited for, goes into a transcript. */
final class Actor {
    private final String name;
    private final ServerProcess server;
    private final Transcript transcript;
    private Http http;
    private String accessToken = "";
    private String userId = "";
    private Optional<RawConnection> socket = Optional.empty();

    Actor(String name, ServerProcess server, Transcript transcript) {
        this.name = name;
        this.server = server;
        this.transcript = transcript;
        this.http = Http.anonymous(server);
    }

    String userId() {
        return userId;
    }

    String accessToken() {
        return accessToken;
    }

    /** Takes the tokens of an answer to a sign-up, sign-in or refresh: later calls carry them. */
    JsonNode signIn(JsonNode answer) {
        accessToken = answer.get("accessToken").asText();
        userId = answer.path("user").path("id").asText(userId);
        http = Http.anonymous(server).as(accessToken);
        return answer;
    }

    JsonNode call(String method, String path, JsonNode request) {
        Http.Answer answer = http.call(method, path, request.isNull() ? "" : request.toString());
        JsonNode body = answer.body();
        transcript.add(Step.http(name, method, path, request, answer.status(), body));
        return body;
    }

    /** Uploads these characters, and tells the transcript so. */
    JsonNode upload(String file, String text) {
        String path = "/v1/attachments?name=" + file;
        Http.Answer answer = http.call("POST", path, text);
        transcript.add(Step.http(name, "POST", path, new TextNode(text), answer.status(), answer.body()));
        return answer.body();
    }

    /** Posts what is no text, and tells the transcript how much of it. */
    JsonNode post(String path, byte[] file) {
        Http.Answer answer = http.call("POST", path, file);
        transcript.add(
                Step.http(name, "POST", path, new TextNode(file.length + " bytes"), answer.status(), answer.body()));
        return answer.body();
    }

    JsonNode get(String path) {
        return call("GET", path, Json.MAPPER.nullNode());
    }

    JsonNode delete(String path) {
        return call("DELETE", path, Json.MAPPER.nullNode());
    }

    JsonNode post(String path, ObjectNode request) {
        return call("POST", path, request);
    }

    JsonNode put(String path, ObjectNode request) {
        return call("PUT", path, request);
    }

    JsonNode patch(String path, ObjectNode request) {
        return call("PATCH", path, request);
    }

    void open() {
        socket = Optional.of(Transport.SOCKET.open(server.address()));
        transcript.add(Step.socket("open", name, Json.MAPPER.nullNode()));
    }

    /** Opens the socket and says hello with the current token. */
    JsonNode hello(Optional<String> cursor) {
        open();
        ObjectNode hello = Json.object(
                "op", "hello", "token", accessToken, "client", Json.object("name", "tour", "version", "1.0"));
        cursor.ifPresent(value -> hello.put("cursor", value));
        say(hello);
        return hear("welcome", frame -> RawConnection.op(frame).equals("welcome"));
    }

    void say(ObjectNode frame) {
        transcript.add(Step.socket("say", name, frame));
        socket.orElseThrow().write(frame);
    }

    JsonNode hear(String what, Predicate<JsonNode> wanted) {
        JsonNode frame = socket.orElseThrow().await(name + " hears " + what, wanted);
        transcript.add(Step.socket("hear", name, frame));
        return frame;
    }

    JsonNode hearAnswer(long rid) {
        return hear(
                "the answer to " + rid,
                frame -> frame.has("rid") && frame.get("rid").asLong() == rid);
    }

    void hearClose() {
        int code = socket.orElseThrow().awaitClose();
        transcript.add(Step.socket("closed", name, Json.object("code", code)));
    }

    void drop() {
        socket.ifPresent(RawConnection::drop);
        transcript.add(Step.socket("drop", name, Json.MAPPER.nullNode()));
    }
}
