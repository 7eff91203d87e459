package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.acceptance.Transcript.Bindings;
import chat.parley.acceptance.Transcript.Step;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The conversations that clients of each released minor version had with the server of their day still go the same way: each
 * answer has at least the fields and values it had then. {@code -Dparley.record=v1.0} writes that version's anew, which is
 * done once, when it is released.
 */
@ParameterizedClass(name = "by {0}")
@EnumSource(Transport.class)
class CompatTest {
    private static final Path COMPAT = Path.of("..", "compat");
    private static final int UNAUTHENTICATED = 401;
    private static final int RATE_LIMITED = 429;
    private static final int UNAVAILABLE = 503;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Parameter
    Transport transport;

    @Test
    void everyRecordedConversationStillReplays() throws Exception {
        String record = System.getProperty("parley.record", "");
        if (!record.isEmpty()) {
            try (ServerProcess server = ServerProcess.start(OneServerTest.freshData(), Tour.ARGUMENTS)) {
                Tour.take(server).write(COMPAT.resolve(record).resolve("tour.jsonl"));
            }
        }
        List<Path> recordings;
        try (var files = Files.walk(COMPAT)) {
            recordings = files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
        assertThat(recordings).isNotEmpty();
        for (Path recording : recordings) {
            replay(recording);
        }
    }

    private void replay(Path recording) {
        try (ServerProcess server = ServerProcess.start(OneServerTest.freshData(), Tour.ARGUMENTS)) {
            new Replay(server, transport).play(Transcript.read(recording), recording.toString());
        }
    }

    /** One recording against one fresh server. */
    private static final class Replay {
        private final ServerProcess server;
        private final Transport transport;
        private final Bindings bindings = new Bindings();
        private final Map<String, RawConnection> connections = new HashMap<>();
        private final Map<String, String> tokens = new HashMap<>();

        Replay(ServerProcess server, Transport transport) {
            this.server = server;
            this.transport = transport;
        }

        void play(List<Step> steps, String recording) {
            String setup = server.setupToken();
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                bindSetupToken(step, setup);
                Optional<String> mismatch = play(step);
                assertThat(mismatch)
                        .as("%s:%d %s", recording, i + 1, step.toJson())
                        .isEmpty();
            }
            connections.values().forEach(RawConnection::close);
        }

        /** The administrator's link is the one thing a client knows that no answer of the server told it. */
        private void bindSetupToken(Step step, String setup) {
            String invite = step.request().path("invite").asText();
            if (step.who().equals("ada") && step.path().equals("/v1/accounts")) {
                bindings.bind(invite, setup);
            }
        }

        private Optional<String> play(Step step) {
            return switch (step.kind()) {
                case "http" -> http(step);
                case "open" -> {
                    connections.put(step.who(), transport.open(server.address()));
                    yield Optional.empty();
                }
                case "say" -> {
                    connections.get(step.who()).write(bindings.fill(step.request()));
                    yield Optional.empty();
                }
                case "hear" -> hear(step);
                case "drop" -> {
                    connections.get(step.who()).drop();
                    yield Optional.empty();
                }
                case "closed" ->
                    bindings.mismatch(
                            "close",
                            step.request(),
                            Json.object("code", connections.get(step.who()).awaitClose()));
                default -> Optional.of("no such step: " + step.kind());
            };
        }

        /** What was not there yet is passed over: "comes in a later release" was no promise that it never would. */
        private Optional<String> http(Step step) {
            if (step.status() == UNAVAILABLE) {
                return Optional.empty();
            }
            Http.Answer answer = step.status() == RATE_LIMITED ? callOnceTooOften(step) : call(step);
            if (answer.status() != step.status()) {
                return Optional.of(
                        "status " + answer.status() + ": " + answer.response().body());
            }
            JsonNode body = answer.body();
            if (body.has("accessToken")) {
                tokens.put(
                        step.request().has("refreshToken") ? "laptop" : step.who(),
                        body.get("accessToken").asText());
            }
            return step.answer().isNull()
                    ? Optional.empty()
                    : bindings.mismatch("answer", step.answer(), withoutOthers(step.answer(), body));
        }

        /** A poll's answer without frames of other kinds, which may stand between as in {@link #hear}: cursors come by the clock. */
        private static JsonNode withoutOthers(JsonNode expected, JsonNode answer) {
            if (!expected.has("frames") || !answer.has("frames")) {
                return answer;
            }
            Set<String> kinds = new HashSet<>();
            expected.get("frames").forEach(frame -> kinds.add(RawConnection.op(frame)));
            ObjectNode less = answer.deepCopy();
            ArrayNode kept = less.putArray("frames");
            answer.get("frames").forEach(frame -> {
                if (kinds.contains(RawConnection.op(frame))) {
                    kept.add(frame);
                }
            });
            long others = answer.get("frames").size() - kept.size();
            return less.put("next", answer.get("next").asLong() - others);
        }

        private Http.Answer call(Step step) {
            Http http = Http.anonymous(server).as(tokens.getOrDefault(step.who(), ""));
            JsonNode request = bindings.fill(step.request());
            return http.call(step.method(), bindings.fill(step.path()), request.isNull() ? "" : request.toString());
        }

        /** Guesses come back with time: a machine that hashes slowly has some left after as many as were recorded. */
        private Http.Answer callOnceTooOften(Step step) {
            return Deadline.within(PATIENCE)
                    .await(
                            "one that is too many",
                            () -> Optional.of(call(step)).filter(answer -> answer.status() != UNAUTHENTICATED));
        }

        /** Waits for a frame that matches; frames of other kinds may stand between, as they may for any client. */
        private Optional<String> hear(Step step) {
            RawConnection connection = connections.get(step.who());
            JsonNode expected = transport == Transport.POLL ? withoutDetail(step.request()) : step.request();
            connection.await(
                    step.who() + " hears " + bindings.fill(expected),
                    frame -> bindings.mismatch("frame", expected, frame).isEmpty());
            return Optional.empty();
        }

        /** A refused opening is a call of HTTP, which has words of its own for the developer at the other end. */
        private static JsonNode withoutDetail(JsonNode frame) {
            return RawConnection.op(frame).equals("error")
                    ? frame.<ObjectNode>deepCopy().without("detail")
                    : frame;
        }
    }
}
